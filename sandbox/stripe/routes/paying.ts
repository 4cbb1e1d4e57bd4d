import type { Incoming, Reply } from '../../lib/http.ts'
import { type Handle, type Route, route } from '../../lib/router.ts'
import { type Act, find, ownAct, rowsOf } from '../act.ts'
import { completeSession } from '../actions/checkout.ts'
import { intentOf } from '../actions/invoices.ts'
import { authenticate, confirm } from '../actions/pay.ts'
import { detach, methodFor } from '../actions/payment-methods.ts'
import { authenticateSetup } from '../actions/setup-intents.ts'
import { endLater } from '../actions/subscriptions.ts'
import { StripeFault } from '../errors.ts'
import { money, notFoundPage } from '../pages/parts.ts'
import { bankPage, donePage, payingPage, portalPage } from '../pages/paying.ts'
import type { Sandbox } from '../state.ts'
import type { PaymentIntent, SetupIntent } from '../tables.ts'

const cardIn = ({ body }: Incoming) => new URLSearchParams(body).get('card') ?? 'pm_card_visa'

const redirect = (location: string): Reply => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store' },
})

/**
 * Where a browser goes back to, told of the payment as Stripe tells it: id, client secret and how it
 * went ("Handle the return URL" in "Save and reuse", "Accept a payment").
 */
const backTo = (
  back: string,
  { object, id, client_secret, status }: PaymentIntent | SetupIntent,
): Reply => {
  const url = new URL(back)
  url.searchParams.set(object, id)
  url.searchParams.set(`${object}_client_secret`, client_secret ?? '')
  url.searchParams.set('redirect_status', status === 'succeeded' ? 'succeeded' : 'failed')
  return redirect(url.href)
}

/** What a browser does next after a card was tried. */
const nextOf = (intent: PaymentIntent, back: string | null) => {
  const asks = intent.next_action?.redirect_to_url?.url
  if (asks) return redirect(asks)
  return back === null ? donePage('Paid', 'You can close this page.') : backTo(back, intent)
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

const buyerFields = `<label>E-mail<input type="email" name="email" value="buyer@example.com"></label>
<label>Country<select name="country"><option>US</option><option>DE</option><option>FR</option><option>GB</option></select></label>`

/** Where a page of ours sent somebody to pay, keep a card or subscribe. */
const checkout: Handle<Sandbox> = (sandbox, incoming) => {
  const act = ownAct(sandbox)
  const session = find(act, 'sessions', incoming.params.id ?? '')
  if (session.status !== 'open') return donePage('Checkout', `It is ${session.status}.`)
  const text = money(session.amount_total ?? 0, session.currency ?? 'usd')
  const more = session.customer === null ? buyerFields : ''
  const page = { address: incoming.url.pathname, title: 'Checkout', text, more }
  if (incoming.method === 'GET') return payingPage(page)
  const fields = new URLSearchParams(incoming.body)
  const told = (name: string) => fields.get(name) ?? undefined
  const buyer = { card: cardIn(incoming), email: told('email'), country: told('country') }
  try {
    completeSession(act, session, buyer)
  } catch (error) {
    if (!(error instanceof StripeFault) || error.status !== 402) throw error
    return payingPage({ ...page, wrong: error.message })
  }
  return redirect(`${session.success_url}`.replace('{CHECKOUT_SESSION_ID}', session.id))
}

/** Where customers look after their cards and subscriptions. */
const portal: Handle<Sandbox> = (sandbox, incoming) => {
  const act = ownAct(sandbox)
  const { customer, return_url } = find(act, 'portal_sessions', incoming.params.id ?? '')
  const fields = new URLSearchParams(incoming.body)
  const ends = fields.get('end')
  const removes = fields.get('remove')
  if (ends !== null) endLater(act, find(act, 'subscriptions', ends), true)
  if (removes !== null) detach(act, find(act, 'payment_methods', removes))
  if (incoming.method === 'POST') return redirect(incoming.url.pathname)
  const isOwn = (row: { customer: string | null }) => row.customer === customer
  return portalPage(incoming.url.pathname, return_url, {
    subscriptions: rowsOf(act, 'subscriptions').filter(isOwn),
    methods: rowsOf(act, 'payment_methods').filter(isOwn),
  })
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
  return back === null ? donePage('Thank you', 'You can close this page.') : backTo(back, row)
}

/** The pages people pay on. */
export const payingPages: Route<Sandbox>[] = [
  route('GET /invoices/{id}', invoice),
  route('POST /invoices/{id}', invoice),
  route('GET /checkout/{id}', checkout),
  route('POST /checkout/{id}', checkout),
  route('GET /portal/{id}', portal),
  route('POST /portal/{id}', portal),
  route('GET /pay/{secret}', pay),
  route('POST /pay/{secret}', pay),
  route('GET /authenticate/{secret}', bank),
  route('POST /authenticate/{secret}', bank),
]
