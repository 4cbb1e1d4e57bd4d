import { expect, test } from 'vitest'
import { markdownToHtml } from './markdown.ts'

test('Markdown becomes HTML', async () => {
  expect(await markdownToHtml('## Hi\n\n- **one**\n- [two](https://two.test)')).toBe(
    '<h2>Hi</h2>\n<ul>\n<li><strong>one</strong></li>\n' +
      '<li><a href="https://two.test" rel="nofollow noopener noreferrer">two</a></li>\n</ul>',
  )
})

test('a picture for dark and light pages stays', async () => {
  const picture =
    '<a href="https://a.test">\n<picture>\n' +
    '<source media="(prefers-color-scheme: dark)" srcset="https://a.test/b.svg?theme=dark">\n' +
    '<img alt="b" src="https://a.test/b.svg">\n</picture>\n</a>'
  expect(await markdownToHtml(picture)).toContain('srcset="https://a.test/b.svg?theme=dark"')
})

test.each([
  '<script>alert(1)</script>',
  '<img src="x" onerror="alert(1)">',
  '[x](javascript:alert(1))',
  '<a href="java&#10;script:alert(1)">x</a>',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<picture><source srcset="javascript:alert(1)"></picture>',
  '<iframe src="https://evil.test"></iframe>',
  '<style>* { display: none }</style>',
  '<form action="https://evil.test"><input name="password"></form>',
  '<a href="//evil.test" style="position: fixed">x</a>',
])('%s does no harm', async (markdown) => {
  expect(await markdownToHtml(markdown)).not.toMatch(
    /script|alert|onerror|data:|iframe|style|form|password|evil/i,
  )
})
