import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sanitize } from '#lib/sanitize.ts'
import { createDemo } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let requestsTo: Setup['requestsTo']
let stop: Setup['stop']
let place: Awaited<ReturnType<typeof createDemo>>[number]

beforeAll(async () => {
  ;({ app, github: sandbox, requestsTo, stop } = await startWithGithub())
  const [row] = await createDemo(app.db)
  if (!row) throw new Error('no demo')
  place = row
})
afterAll(() => stop())

let day = 0

/** Gives the issue another text, as a webhook would. */
const write = (body: string, on = ++day) =>
  app.db.issue.update({
    where: { id: place.issue.id },
    data: { body, issueUpdatedAt: new Date(Date.UTC(2026, 5, on)) },
  })

const ask = async () => {
  const { data, errors } = await app.query<{ issue: { bodyHtml: string | null } }, object>(
    `{ issue(owner: "${place.organization.login}", repository: "${place.repository.name}", number: 1) { bodyHtml } }`,
  )
  return { html: data?.issue.bodyHtml, code: errors?.[0]?.extensions.code }
}

describe('bodyHtml', () => {
  test('is the text as GitHub shows it, without the badge', async () => {
    const badge =
      '<!-- POLAR PLEDGE BADGE START -->\n<a href="https://polar.sh">Fund</a>\n<!-- POLAR PLEDGE BADGE END -->'
    await write(`It **stays** on the [ground](https://example.com).\n\n${badge}\n`)
    expect((await ask()).html).toBe(
      '<p>It <strong>stays</strong> on the ' +
        '<a href="https://example.com" rel="nofollow noopener noreferrer">ground</a>.</p>',
    )
  })

  test('is made once, and again when the issue changes', async () => {
    await write('One')
    const before = requestsTo('/markdown').length
    expect([await ask(), await ask()].map(({ html }) => html)).toEqual(['<p>One</p>', '<p>One</p>'])
    expect(requestsTo('/markdown')).toHaveLength(before + 1)
    await write('Two')
    expect((await ask()).html).toBe('<p>Two</p>')
    expect(requestsTo('/markdown')).toHaveLength(before + 2)
  })

  test('is that of the text of now, though another one was of the same second', async () => {
    await write('First')
    await ask()
    await write('Second', day)
    expect((await ask()).html).toBe('<p>Second</p>')
  })

  test('of no text is no text, and GitHub is not asked', async () => {
    const before = requestsTo('/markdown').length
    await write('')
    expect((await ask()).html).toBe('')
    expect(requestsTo('/markdown')).toHaveLength(before)
  })

  test('is null with an error while GitHub is away, and comes when it is back', async () => {
    await write('Patience')
    sandbox.control.failNext({ path: '/api/v3/markdown', status: 502, times: 'always' })
    expect(await ask()).toEqual({ html: null, code: 'UNAVAILABLE' })
    sandbox.control.clearFailures()
    expect((await ask()).html).toBe('<p>Patience</p>')
  })

  test('of 200 issues is too much to ask for at once', async () => {
    const list = 'nodes { bodyHtml }'
    const { errors } = await app.query(
      `{ a: issues(first: 100) { ${list} } b: issues(first: 100) { ${list} } }`,
    )
    expect(errors?.[0]?.extensions.code).toBe('OPERATION_TOO_COMPLEX')
  })
})

describe('what GitHub answers is made safe', () => {
  test.each([
    ['<p>a</p><script>alert(1)</script>', '<p>a</p>'],
    ['<style>p { display: none }</style><p style="color: red">a</p>', '<p>a</p>'],
    ['<p onclick="alert(1)">a</p>', '<p>a</p>'],
    ['<img src="x.png" onerror="alert(1)">', '<img src="x.png" />'],
    ['<a href="javascript:alert(1)">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a rel="nofollow noopener noreferrer">a</a>'],
    ['<iframe src="https://example.com"></iframe>', ''],
    ['<form action="/x"><button>a</button></form>', 'a'],
    ['<svg><script>alert(1)</script></svg>', ''],
    ['<input type="text" value="a">', '<input type="checkbox" disabled />'],
    ['<input type="checkbox" checked>', '<input type="checkbox" disabled checked />'],
    ['<p class="pl-k btn highlight">a</p>', '<p class="pl-k highlight">a</p>'],
    ['<math><mtext></p><img src=x onerror=alert(1)>', '<p></p><img src="x" />'],
  ])('%s', (html, safe) => {
    expect(sanitize(html)).toBe(safe)
  })
})
