import type { Incoming, Reply } from '../../lib/http.ts'
import { type Handle, type Route, route } from '../../lib/router.ts'
import { type Act, find, ownAct } from '../act.ts'
import { intentOf } from '../actions/invoices.ts'
import { authenticate, confirm } from '../actions/pay.ts'
import { methodFor } from '../actions/payment-methods.ts'
import { authenticateSetup } from '../actions/setup-intents.ts'
import { StripeFault } from '../errors.ts'
import { money, notFoundPage } from '../pages/parts.ts'
import { bankPage, donePage, payingPage } from '../pages/paying.ts'
import type { Sandbox } from '../state.ts'
import type { PaymentIntent } from '../tables.ts'

const cardIn = ({ body }: Incoming) => new URLSearchParams(body).get('card') ?? 'pm_card_visa'

const redirect = (location: string): Reply => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store' },
})

/** What a browser does next after a card was tried. */
const nextOf = (intent: PaymentIntent, back: string | null) => {
  const asks = intent.next_action?.redirect_to_url?.url
  if (asks) return redirect(asks)
  return back === null ? donePage('Paid', 'You can close this page.') : redirect(back)
}

/** Tries a card on a page. Returns what was wrong with it. */
export const tryCard = (act: Act, intent: PaymentIntent, card: string, back: string | null) => {
  intent.payment_method = methodFor(act, card).id
  try {
    confirm(act, intent, { returnUrl: back })
    return undefined
  } catch (error) {
    if (error instanceof StripeFault && error.status === 402) return error.message
    throw error
  }
}

const invoice: Handle<Sandbox> = (sandbox, incoming) => {
  const act = ownAct(sandbox)
  const row = find(act, 'invoices', incoming.params.id ?? '')
  const { number, amount_due, currency, status } = row
  const text = `Invoice ${number} of ${money(amount_due, currency)}`
  const intent = intentOf(act, row)
  if (status === 'draft') return notFoundPage()
  if (status !== 'open' || !intent) return donePage(text, `It is ${status}.`)
  const page = { address: incoming.url.pathname, title: 'Pay an invoice', text }
  if (incoming.method === 'GET') return payingPage(page)
  const wrong = tryCard(act, intent, cardIn(incoming), null)
  return wrong === undefined ? nextOf(intent, null) : payingPage({ ...page, wrong })
}

const secretParts = (secret: string) => secret.split('_secret_', 1)[0] ?? ''

/** A page of ours that has no form of Stripe's: pays an intent by its secret. */
const pay: Handle<Sandbox> = (sandbox, incoming) => {
  const act = ownAct(sandbox)
  const { secret = '' } = incoming.params
  const intent = find(act, 'payment_intents', secretParts(secret))
  if (intent.client_secret !== secret) return notFoundPage()
  const back = incoming.url.searchParams.get('return_url')
  const text = money(intent.amount, intent.currency)
  const isOver = ['succeeded', 'canceled'].includes(intent.status)
  if (isOver) return donePage(text, `The payment has ${intent.status}.`)
  const page = { address: incoming.url.pathname + incoming.url.search, title: 'Pay', text }
  if (incoming.method === 'GET') return payingPage(page)
  const wrong = tryCard(act, intent, cardIn(incoming), back)
  return wrong === undefined ? nextOf(intent, back) : payingPage({ ...page, wrong })
}

const bank: Handle<Sandbox> = (sandbox, incoming) => {
  const act = ownAct(sandbox)
  const { secret = '' } = incoming.params
  const id = secretParts(secret)
  const isSetup = id.startsWith('seti_')
  const row = isSetup ? find(act, 'setup_intents', id) : find(act, 'payment_intents', id)
  if (row.client_secret !== secret) return notFoundPage()
  if (row.status !== 'requires_action')
    return donePage('Nothing to answer', `It has ${row.status}.`)
  const text = 'amount' in row ? money(row.amount, row.currency) : 'To keep your card'
  if (incoming.method === 'GET') return bankPage(incoming.url.pathname, text)
  const back = row.next_action?.redirect_to_url?.return_url ?? null
  const isGiven = new URLSearchParams(incoming.body).get('answer') === 'yes'
  if ('amount' in row) authenticate(act, row, isGiven)
  else authenticateSetup(act, row, isGiven)
  return back === null ? donePage('Thank you', 'You can close this page.') : redirect(back)
}

/** The pages people pay on. */
export const payingPages: Route<Sandbox>[] = [
  route('GET /invoices/{id}', invoice),
  route('POST /invoices/{id}', invoice),
  route('GET /pay/{secret}', pay),
  route('POST /pay/{secret}', pay),
  route('GET /authenticate/{secret}', bank),
  route('POST /authenticate/{secret}', bank),
]
