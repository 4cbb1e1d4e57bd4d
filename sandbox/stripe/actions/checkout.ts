import { type Act, add, booksOf, find, newId, now, onClock } from '../act.ts'
import { cardByToken } from '../cards.ts'
import { invalid, StripeFault } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { Customer, Sale, Session } from '../tables.ts'
import { createCustomer } from './customers.ts'
import { intentOf } from './invoices.ts'
import { authenticate, confirm } from './pay.ts'
import { createIntent } from './payment-intents.ts'
import { createMethod } from './payment-methods.ts'
import { authenticateSetup, confirmSetup, createSetup } from './setup-intents.ts'
import { subscribe } from './subscriptions.ts'

const daySeconds = 86_400

const blank = {
  object: 'checkout.session',
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  customer: null,
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: null,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_status: 'unpaid',
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  status: 'open',
  submit_type: null,
  subscription: null,
  success_url: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
} as const

const totalOf = (act: Act, { lines }: Sale) =>
  lines.reduce(
    (sum, { price, quantity }) => sum + (find(act, 'prices', price).unit_amount ?? 0) * quantity,
    0,
  )

type Given = Partial<Session> & Pick<Session, 'mode' | 'currency'>

/** A page on which somebody pays, keeps a card or subscribes; it is open for a day. */
export const createSession = (act: Act, sale: Sale, given: Given): Session => {
  const id = newId('cs_test', 40)
  const amount = given.mode === 'setup' ? null : totalOf(act, sale)
  booksOf(act).sales.set(id, sale)
  return add(act, 'sessions', {
    ...blank,
    id,
    amount_subtotal: amount,
    amount_total: amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    created: now(act),
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    discounts: [],
    expires_at: now(act) + daySeconds,
    metadata: {},
    optional_items: [],
    payment_method_types: ['card'],
    shipping_options: [],
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: `${act.sandbox.config.url}/checkout/${id}`,
    ...given,
  })
}

export type Buyer = { card: string; email?: string; name?: string; country?: string }

const customerOf = (act: Act, session: Session, buyer: Buyer): Customer => {
  const known = session.customer === null ? undefined : find(act, 'customers', session.customer)
  if (known) return known
  const { email = session.customer_email, name = null, country } = buyer
  const address = country
    ? { city: null, country, line1: null, line2: null, postal_code: null, state: null }
    : null
  return createCustomer(act, { email, name, address })
}

/** Refuses a card before anything is begun with it. */
const refuseBadCard = (card: string) => {
  const behaviour = cardByToken(card)?.behaviour
  if (!behaviour) throw invalid(`There is no test card ${card}.`)
  const refusal = behaviour.kind === 'authenticates' ? behaviour.afterwards : behaviour
  if (refusal?.kind !== 'declines') return
  const { code, declineCode: decline_code, message } = refusal
  throw new StripeFault(402, message, { type: 'card_error', code, decline_code })
}

const sell = (act: Act, session: Session, customer: Customer, card: string, sale: Sale) => {
  const known = cardByToken(card)
  if (!known) throw invalid(`There is no test card ${card}.`)
  const method = createMethod(act, known)
  const subscription = subscribe(act, customer, {
    wanted: sale.lines.map(({ price, quantity }) => ({
      price: find(act, 'prices', price),
      quantity,
    })),
    metadata: sale.metadata,
    description: sale.description,
    method: method.id,
    trialDays: sale.trialDays ?? undefined,
    isTaxed: session.automatic_tax.enabled,
  })
  const invoice = find(act, 'invoices', `${subscription.latest_invoice}`)
  const intent = intentOf(act, invoice)
  // The page itself led through the bank's question.
  if (intent?.status === 'requires_action') authenticate(act, intent, true)
  const { id, total, total_excluding_tax } = invoice
  const amount_tax = total - (total_excluding_tax ?? total)
  Object.assign(session, {
    subscription: subscription.id,
    invoice: id,
    amount_total: total,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax },
    payment_status: total === 0 ? 'no_payment_required' : 'paid',
  } satisfies Partial<Session>)
}

const takePayment = (
  act: Act,
  session: Session,
  customer: string | null,
  card: string,
  sale: Sale,
) => {
  const known = cardByToken(card)
  if (!known) throw invalid(`There is no test card ${card}.`)
  const intent = createIntent(act, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    customer,
    description: sale.description,
    metadata: sale.metadata,
    payment_method: createMethod(act, known).id,
  })
  confirm(act, intent)
  if (intent.status === 'requires_action') authenticate(act, intent, true)
  Object.assign(session, { payment_intent: intent.id, payment_status: 'paid' })
}

const keepCard = (
  act: Act,
  session: Session,
  customer: string | null,
  card: string,
  sale: Sale,
) => {
  const known = cardByToken(card)
  if (!known) throw invalid(`There is no test card ${card}.`)
  const method = createMethod(act, known).id
  const { metadata } = sale
  const setup = createSetup(act, {
    customer,
    metadata,
    payment_method: method,
    status: 'requires_confirmation',
  })
  confirmSetup(act, setup, null)
  if (setup.status === 'requires_action') authenticateSetup(act, setup, true)
  Object.assign(session, { setup_intent: setup.id, payment_status: 'no_payment_required' })
}

const refuseUnlessOpen = (act: Act, session: Session) => {
  if (session.status !== 'open' || session.expires_at <= now(act)) {
    throw invalid(`This checkout session is no longer open.`)
  }
}

/** Somebody fills in the page. Throws 402 when the card is declined; the page stays open then. */
export const completeSession = (given: Act, session: Session, buyer: Buyer): Session => {
  refuseUnlessOpen(given, session)
  refuseBadCard(buyer.card)
  const sale = booksOf(given).sales.get(session.id)
  if (!sale) throw new Error(`The sandbox lost what ${session.id} sells`)
  const needsCustomer = session.mode === 'subscription' || session.customer_creation === 'always'
  const customer =
    needsCustomer || session.customer !== null ? customerOf(given, session, buyer) : null
  const act = customer ? onClock(given, customer) : given
  if (session.mode === 'subscription' && customer) sell(act, session, customer, buyer.card, sale)
  else if (session.mode === 'setup') keepCard(act, session, customer?.id ?? null, buyer.card, sale)
  else takePayment(act, session, customer?.id ?? null, buyer.card, sale)
  const email = customer?.email ?? buyer.email ?? session.customer_email
  Object.assign(session, {
    customer: customer?.id ?? null,
    customer_details: {
      address: customer?.address ?? null,
      business_name: null,
      email,
      individual_name: null,
      name: customer?.name ?? buyer.name ?? null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    status: 'complete',
    url: null,
  } satisfies Partial<Session>)
  emit(given, 'checkout.session.completed', session)
  return session
}

/** Nobody can pay on the page any more. */
export const expireSession = (act: Act, session: Session): Session => {
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  }
  session.status = 'expired'
  session.url = null
  emit(act, 'checkout.session.expired', session)
  return session
}
