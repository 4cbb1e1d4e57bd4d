import { type Html, html } from '#lib/html.ts'
import type { StoredMail } from '#lib/mailbox.ts'

const style = html`<style>
:root { color-scheme: light dark; --line: light-dark(#e3e5ea, #2c313b); --quiet: light-dark(#5f6673, #9aa2b1); --link: light-dark(#1f5eff, #8ab0ff); --card: light-dark(#fff, #1b1e25); }
* { box-sizing: border-box; }
body { max-width: 880px; margin: 0 auto; padding: 32px 20px 64px; background: light-dark(#f3f4f6, #111318); color: light-dark(#1f2430, #e7e9ee); font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
a { color: var(--link); }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 28px 0 8px; font-size: 14px; color: var(--quiet); font-weight: 600; }
.quiet { color: var(--quiet); }
.lead { margin: 0 0 24px; color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; padding: 14px 18px; color: inherit; text-decoration: none; }
.mails li + li a { border-top: 1px solid var(--line); }
.mails a:hover, .mails a:focus-visible { background: light-dark(#f7f8fb, #22262f); }
.mails strong { font-weight: 600; overflow-wrap: anywhere; }
.mails .to { grid-column: 1 / -1; overflow-wrap: anywhere; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 14px; margin: 12px 0 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.empty { padding: 48px 20px; text-align: center; }
iframe { display: block; width: 100%; height: 560px; border: 0; resize: vertical; }
pre { margin: 0; padding: 18px; font: 13.5px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>`

const page = (title: string, body: Html) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${style}
</head>
<body>
${body}
</body>
</html>
`

const time = (at: Date) => {
  const iso = at.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

const item = ({ id, to, subject, sentAt }: StoredMail) => html`<li><a href="/dev/mail/${id}">
<strong>${subject}</strong>
<span class="quiet">${time(sentAt)}</span>
<span class="quiet to">${to}</span>
</a></li>
`

/** All mails, newest first. */
export const listPage = (mails: StoredMail[]): Html =>
  page(
    'Development mailbox',
    html`<h1>Development mailbox</h1>
<p class="lead">Mail stays here as long as no SMTP_URL is set.</p>
${
  mails.length > 0
    ? html`<ul class="mails card">${mails.map(item)}</ul>`
    : html`<p class="empty card quiet">No mail yet.</p>`
}`,
  )

/** A sentence may go on, or end, right behind an address. */
const webAddress = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/

const linked = (text: string) =>
  text
    .split(webAddress)
    .map((part, index) =>
      index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : part,
    )

/** One mail with both of its bodies. Links open beside the page, out of the frame's sandbox. */
export const mailPage = ({ to, subject, sentAt, text, html: body }: StoredMail): Html =>
  page(
    subject,
    html`<p><a href="/dev/mail">Development mailbox</a></p>
<h1>${subject}</h1>
<dl>
<dt>To</dt><dd>${to}</dd>
<dt>Sent</dt><dd>${time(sentAt)}</dd>
</dl>
<h2>HTML</h2>
<div class="card"><iframe title="The mail in HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${`<base target="_blank">${body}`}"></iframe></div>
<h2>Plain text</h2>
<pre class="card">${linked(text)}</pre>`,
  )
