import { escapeHtml } from '../../lib/html.ts'
import { testCards } from '../cards.ts'
import type { PaymentMethod, Subscription } from '../tables.ts'
import { form, hostedPage } from './parts.ts'

const cardChoice = `<label>Card<select name="card">${testCards
  .map(
    ({ token, number, label }) =>
      `<option value="${token}">${escapeHtml(`${label} · ${number}`)}</option>`,
  )
  .join('')}</select></label>`

type Paying = { address: string; title: string; text: string; wrong?: string; more?: string }

/** Where somebody pays with one of the test cards. */
export const payingPage = ({ address, title, text, wrong, more = '' }: Paying) =>
  hostedPage(title, text, form(address, `${more}${cardChoice}<button>Pay</button>`), wrong)

/** Where a bank asks who pays. */
export const bankPage = (address: string, text: string) =>
  hostedPage(
    'Your bank asks: is it you?',
    text,
    form(
      address,
      `<div class="row"><button name="answer" value="yes">Yes, go on</button>
<button class="second" name="answer" value="no">No</button></div>`,
    ),
  )

/** That nothing is left to do. */
export const donePage = (title: string, text: string) => hostedPage(title, text, '')

type Held = { subscriptions: Subscription[]; methods: PaymentMethod[] }

const buttonRow = (address: string, text: string, name: string, id: string, label: string) =>
  form(
    address,
    `<div class="row"><span>${escapeHtml(text)}</span><button class="second" name="${name}" value="${escapeHtml(id)}">${label}</button></div>`,
  )

/** What a customer has: cards, and what was subscribed to. */
export const portalPage = (address: string, back: string | null, held: Held) => {
  const subscriptions = held.subscriptions
    .filter(({ status }) => status !== 'canceled')
    .map(({ id, status }) => buttonRow(address, `${id} (${status})`, 'end', id, 'Cancel'))
  const methods = held.methods.map(({ id, card }) =>
    buttonRow(address, `${card?.brand} ${card?.last4}`, 'remove', id, 'Remove'),
  )
  const link = back === null ? '' : `<footer><a href="${escapeHtml(back)}">Back</a></footer>`
  const body = [...subscriptions, ...methods].join('') + link
  return hostedPage('Cards and subscriptions', 'What you keep at the platform.', body)
}
