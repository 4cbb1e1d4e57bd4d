import { escapeHtml, page, refusal } from '../../lib/html.ts'

const styles = `
form { margin: 0; padding: 16px 24px; border-top: 1px solid var(--line) }
label { display: block; margin: 0 0 12px; font-size: 13px; color: var(--soft) }
input, select { display: block; width: 100%; margin-top: 4px; padding: 9px 10px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); color: var(--text); font: inherit }
button { padding: 9px 16px; border: 0; border-radius: 8px; background: var(--accent); color: #fff; font: inherit;
  font-weight: 600; cursor: pointer }
button.second { background: none; color: var(--text); border: 1px solid var(--line) }
.row { display: flex; gap: 10px; flex-wrap: wrap }
table { width: 100%; border-collapse: collapse; font-size: 14px }
td { padding: 8px 24px; border-top: 1px solid var(--line) }
td:last-child { text-align: right }
.wrong { color: #b3261e }
`

/** A page somebody pays or signs up on. `body` is HTML, title and text are text. */
export const hostedPage = (title: string, text: string, body: string, wrong?: string) =>
  page(
    200,
    title,
    `<header><h1>${escapeHtml(title)} <span class="sandbox">sandbox</span></h1><p>${escapeHtml(text)}</p>
${wrong === undefined ? '' : `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>`}</header>${body}`,
    { styles },
  )

/** An amount for people: `12.34 USD`. */
export const money = (amount: number, currency: string) =>
  `${(amount / 100).toFixed(2)} ${currency.toUpperCase()}`

export const form = (address: string, fields: string) =>
  `<form method="post" action="${escapeHtml(address)}">${fields}</form>`

export const notFoundPage = () =>
  refusal(404, 'Page not found', 'Stripe has nothing at this address.')
