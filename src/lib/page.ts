import { type Html, html } from './html.ts'

const style = html`<style>
:root { color-scheme: light dark; --quiet: light-dark(#5f6673, #9aa2b1); --line: light-dark(#e3e5ea, #2c313b); }
* { box-sizing: border-box; }
body { margin: 0; padding: 12vh 20px 64px; background: light-dark(#f3f4f6, #111318); color: light-dark(#1f2430, #e7e9ee); font: 16px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
main { max-width: 460px; margin: 0 auto; padding: 32px; background: light-dark(#fff, #1b1e25); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
p { margin: 0 0 16px; }
button { width: 100%; padding: 12px 16px; border: 0; border-radius: 8px; background: #1f5eff; color: #fff; font: inherit; font-weight: 600; cursor: pointer; overflow-wrap: anywhere; }
button:hover, button:focus-visible { background: #174bd1; }
.note { margin: 16px 0 0; padding: 12px 0 0; border-top: 1px solid var(--line); font-size: 14px; color: var(--quiet); }
.notice { padding: 12px 14px; border-radius: 8px; background: light-dark(#fff4d6, #3a3012); }
a { color: light-dark(#1f5eff, #8ab0ff); }
</style>`

type Page = {
  title: string
  body: Html
  status?: number
  headers?: Record<string, string>
  /** Origins that the page's form leads to, its redirects included; without any it has no form. */
  formTargets?: string[]
}

/**
 * A page of the API itself. It loads and runs nothing, stands in no frame, is stored nowhere, and
 * other sites don't learn its address. Its own form does carry the address's origin: under
 * `no-referrer` browsers send `Origin: null` (Fetch, "Append a request `Origin` header").
 */
export const showPage = ({ title, body, status = 200, headers = {}, formTargets = [] }: Page) => {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    `form-action ${formTargets.join(' ') || "'none'"}`,
    "frame-ancestors 'none'",
  ]
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${title}</title>
${style}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
  return new Response(page.toString(), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      ...headers,
    },
  })
}

/** Whether a request comes from a person who opens an address in a browser. */
export const wantsPage = ({ headers }: Request): boolean =>
  /\btext\/html\b/.test(headers.get('accept') ?? '')
