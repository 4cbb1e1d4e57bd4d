import { describe, expect, test } from 'vitest'
import { type HtmlValue, html, line } from './html.ts'

/** What the types refuse too, but what data from outside may bring. */
const unknown = (value: unknown) => value as HtmlValue

describe('html', () => {
  test('escapes text', () => {
    expect(`${html`<p>${`<script>alert("1 & '2'")</script>`}</p>`}`).toBe(
      '<p>&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;</p>',
    )
  })

  test.each([`"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `"autofocus onfocus="x`])(
    'keeps %s inside the quotes of an attribute',
    (attack) => {
      const double = `${html`<p title="${attack}">`}`
      const single = `${html`<p title='Of ${attack}'>`}`
      expect(double).toMatch(/^<p title="[^"<>]*">$/)
      expect(single).toMatch(/^<p title='[^'<>]*'>$/)
    },
  )

  test('prints numbers and keeps nested html', () => {
    const name = html`<b>${'Ada & Co'}</b>`
    expect(`${html`<p>${name}: ${3} of ${9007199254740993n}</p>`}`).toBe(
      '<p><b>Ada &amp; Co</b>: 3 of 9007199254740993</p>',
    )
  })

  test('joins lists, nested ones too, and escapes their texts', () => {
    const items = ['<1>', '2'].map((item) => html`<li>${item}</li>`)
    expect(`${html`<ul>${items}</ul>${['<', ['>', []]]}`}`).toBe(
      '<ul><li>&lt;1&gt;</li><li>2</li></ul>&lt;&gt;',
    )
  })

  test.each([undefined, null, true, false, Number.NaN, {}, Symbol('x'), () => '', [undefined]])(
    'refuses %o',
    (value) => {
      expect(() => html`<p>Dear ${unknown(value)}</p>`).toThrow(/^A value is .*, after "<p>Dear "$/)
    },
  )

  test('refuses html in an attribute, where its quotes would end the value', () => {
    expect(() => html`<p title="${html`<b class="x">`}">`).toThrow(TypeError)
  })

  test('takes an object that looks like html for what it is', () => {
    const forged = { toString: () => '<script>alert(1)</script>' }
    expect(() => html`${unknown(forged)}`).toThrow('A value is object')
  })

  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://example.org/\u0000',
    '',
  ])('refuses the address %j', (address) => {
    expect(() => html`<a href="${address}">x</a>`).toThrow('A value is not a safe address')
    expect(() => html`<iframe src = '${address}'>`).toThrow('A value is not a safe address')
  })

  test.each(['https://example.org/?a=1&b=2', 'mailto:ada@example.org', '/dev/mail', '#top'])(
    'takes the address %s',
    (address) => {
      expect(`${html`<a class="x" href="${address}">x</a>`}`).toBe(
        `<a class="x" href="${address.replace('&', '&amp;')}">x</a>`,
      )
    },
  )

  test('an address may get a part that begins later', () => {
    expect(`${html`<a href="/mail/${'"><b>'}">x</a>`}`).toBe(
      '<a href="/mail/&quot;&gt;&lt;b&gt;">x</a>',
    )
  })

  test.each([
    ['an unquoted attribute', () => html`<p title=${'x onclick=alert(1)'}>`],
    ['an unquoted attribute after a quoted one', () => html`<p class="b a='" title=${'x'}>`],
    ["an attribute's name", () => html`<p ${'onclick'}="alert(1)">`],
    ["an element's name", () => html`<p><x${'script'}>`],
    ['an event handler', () => html`<p onclick="f('${"'); alert(1); ('"}')">`],
    ['a script', () => html`<script>const name = "${'x'}"</script>`],
    ['a script with an attribute', () => html`<script defer>if (a > 1) f(${'x'})</script>`],
    ['a style sheet', () => html`<style>p[title="${'x'}"] { color: red }</style>`],
    ['a comment', () => html`<!-- <p title="${'--><script>'}"> -->`],
  ])('refuses a value in %s', (_, make) => {
    expect(make).toThrow(/^A value may stand in text or in quotes of an attribute/)
  })

  test('knows text again after anything that looks like a tag', () => {
    const text = '<'
    expect(`${html`<!doctype html><p title="1 > 0 <b " class='"'>don't a < b ${text}</p>`}`).toBe(
      `<!doctype html><p title="1 > 0 <b " class='"'>don't a < b &lt;</p>`,
    )
    expect(`${html`<style>p > b { color: red }</style><!-- "> --><i>${text}</i>`}`).toContain(
      '<i>&lt;</i>',
    )
  })
})

describe('line', () => {
  test('is the text as it is', () => {
    expect(line`${'Ada & Co'} pledged ${3} × ${5n}`).toBe('Ada & Co pledged 3 × 5')
    expect(line`nothing to fill in`).toBe('nothing to fill in')
  })

  test.each([undefined, null, {}])('refuses %o', (value) => {
    expect(() => line`Dear ${unknown(value) as string}`).toThrow(/^A value is .*, after "Dear "$/)
  })
})
