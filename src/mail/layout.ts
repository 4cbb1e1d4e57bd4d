import { type Html, html } from '#lib/html.ts'

/** What stands in each element, for the many mail readers that ignore style sheets. */
const styles = {
  page: 'margin:0;padding:0;background:#f3f4f6;color:#1f2430',
  outer: 'padding:32px 16px',
  inner:
    'max-width:560px;margin:0 auto;font-family:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.55',
  brand: 'margin:0 0 16px;padding:0 4px;font-size:18px;font-weight:700;letter-spacing:-0.01em',
  card: 'padding:32px 32px 18px;background:#ffffff;border:1px solid #e3e5ea;border-radius:12px',
  title: 'margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:650;letter-spacing:-0.01em',
  footer: 'margin:16px 0 0;padding:0 4px;font-size:13px;color:#5f6673',
  preview: 'display:none;max-height:0;overflow:hidden;opacity:0',
}

const darkAndSmall = html`<style>
:root { color-scheme: light dark; }
@media (max-width: 480px) { .card { padding: 24px 20px 10px !important; } }
@media (prefers-color-scheme: dark) {
  .page { background: #111318 !important; color: #e7e9ee !important; }
  .card { background: #1b1e25 !important; border-color: #2c313b !important; }
  .quiet { color: #9aa2b1 !important; }
  .link { color: #8ab0ff !important; }
}
</style>`

/** Keeps readers from filling the preview line with the body's first words. */
const filler = '\u034f\u200c\u00a0'.repeat(60)

/** Who sends the mail, in the last line of both bodies. */
export const signature = 'Polar · funding for open source'

/** A complete mail in HTML: no image, no script, nothing from another host, light or dark. */
export const layout = (mail: {
  title: string
  preview: string
  body: Html
}): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${mail.title}</title>
${darkAndSmall}
</head>
<body class="page" style="${styles.page}">
<div style="${styles.preview}">${mail.preview}${filler}</div>
<div class="page" style="${styles.outer}">
<div style="${styles.inner}">
<p style="${styles.brand}">Polar</p>
<div class="card" style="${styles.card}">
<h1 style="${styles.title}">${mail.title}</h1>
${mail.body}
</div>
<p class="quiet" style="${styles.footer}">${signature}</p>
</div>
</div>
</body>
</html>
`
