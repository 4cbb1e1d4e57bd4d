import type { Reply } from './http.ts'

export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const styles = `
:root { color-scheme: light dark; --back: #f3f4f6; --card: #fff; --text: #1d232b; --soft: #59636e;
  --line: #d5dae1; --hover: #f0f4fa; --accent: #0b61c4; --warn: #8a5a00; --warn-back: #fff5da }
@media (prefers-color-scheme: dark) { :root { --back: #0f1318; --card: #181d24; --text: #e8ecf1;
  --soft: #98a2ae; --line: #323a45; --hover: #212833; --accent: #6cb0ff; --warn: #f0c268; --warn-back: #33290f } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 32px 16px;
  background: var(--back); color: var(--text); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif }
main { width: 100%; max-width: 460px }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden;
  box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 12px 32px rgb(0 0 0 / .06) }
header { padding: 26px 24px 18px }
h1 { margin: 0 0 6px; font-size: clamp(19px, 5.5vw, 21px); line-height: 1.25; letter-spacing: -.01em }
p { margin: 0; color: var(--soft) }
strong { color: var(--text); font-weight: 600 }
.sandbox { display: inline-block; margin-left: 4px; padding: 2px 9px; border-radius: 99px; font-size: 12px;
  font-weight: 600; letter-spacing: .02em; vertical-align: 2px; color: var(--warn); background: var(--warn-back) }
ul { list-style: none; margin: 0; padding: 0; border-block: 1px solid var(--line) }
li + li { border-top: 1px solid var(--line) }
.person { display: flex; align-items: center; gap: 14px; width: 100%; padding: 12px 24px; border: 0;
  background: none; color: inherit; font: inherit; text-align: left; cursor: pointer }
.person:hover { background: var(--hover) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
.person[aria-current] { background: var(--hover); box-shadow: inset 3px 0 var(--accent) }
.person svg { flex: none; border-radius: 50% }
.who { flex: 1; min-width: 0 }
.who small { display: block; color: var(--soft); font-size: 13px }
.login { color: var(--soft); font-weight: 400; white-space: nowrap }
.note { margin-left: 4px; font-size: 12px; color: var(--warn); background: var(--warn-back); padding: 1px 8px; border-radius: 99px; white-space: nowrap }
.go { flex: none; color: var(--soft) }
.person[aria-current] .go { color: var(--accent); font-size: 13px; font-weight: 600 }
footer { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 16px 24px }
footer p { font-size: 13px; overflow-wrap: anywhere }
.cancel { flex: none; padding: 7px 15px; border: 1px solid var(--line); border-radius: 8px; background: var(--card);
  color: inherit; font: inherit; font-size: 14px; cursor: pointer }
.cancel:hover { background: var(--hover) }
`

type Layout = {
  /** More rules of style. */
  styles?: string
  /** Where pictures come from, in the words of a content security policy. */
  images?: string
}

/** A page of the sandbox. `body` is HTML, the title is text. */
export const page = (
  status: number,
  title: string,
  body: string,
  { styles: more = '', images = 'data:' }: Layout = {},
): Reply => ({
  status,
  headers: {
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src ${images}; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${styles}${more}</style>
<main><div class="card">${body}</div></main>
</html>
`,
})

/** Why something can't be shown; the title says what, the text what to do. */
export const refusal = (status: number, title: string, text: string): Reply =>
  page(
    status,
    title,
    `<header><h1>${escapeHtml(title)} <span class="sandbox">sandbox</span></h1><p>${escapeHtml(text)}</p></header>`,
  )
