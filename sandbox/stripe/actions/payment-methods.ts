import { type Act, add, booksOf, find, known, newId, now } from '../act.ts'
import { cardByToken, type TestCard } from '../cards.ts'
import { invalid, StripeFault } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import type { PaymentMethod } from '../tables.ts'

export const nobody = { address: null, email: null, name: null, phone: null, tax_id: null }

type Expiry = { exp_month: number; exp_year: number }

const cardOf = ({ brand, country, funding, number }: TestCard, expiry: Expiry) => ({
  brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country,
  display_brand: brand,
  ...expiry,
  fingerprint: `print${number.slice(-12)}`,
  funding,
  generated_from: null,
  last4: number.slice(-4),
  networks: { available: [brand], preferred: null },
  regulated_status: 'unregulated' as const,
  three_d_secure_usage: { supported: true },
  wallet: null,
})

const inFiveYears = (act: Act) => new Date(now(act) * 1000).getUTCFullYear() + 5

/** A card as a payment method, nobody's yet. */
export const createMethod = (
  act: Act,
  card: TestCard,
  given: Partial<PaymentMethod> = {},
  expiry: Expiry = { exp_month: 12, exp_year: inFiveYears(act) },
): PaymentMethod => {
  const method = add(act, 'payment_methods', {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { ...nobody },
    card: cardOf(card, expiry),
    created: now(act),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
    ...given,
  })
  booksOf(act).cards.set(method.id, card.token)
  return method
}

/** A payment method by its id; a test token such as `pm_card_visa` makes a new one each time. */
export const methodFor = (act: Act, id: string, param = 'payment_method'): PaymentMethod => {
  const card = cardByToken(id)
  return card ? createMethod(act, card) : find(act, 'payment_methods', id, param)
}

/** How the card behind a payment method behaves. */
export const cardBehind = (act: Act, { id }: PaymentMethod): TestCard =>
  known(cardByToken(booksOf(act).cards.get(id) ?? ''), `the card of ${id}`)

/** Gives a payment method to a customer. Throws 402 when its bank refuses that. */
export const attach = (act: Act, method: PaymentMethod, customer: string) => {
  if (method.customer === customer) return method
  if (method.customer !== null) {
    throw invalid('The payment method you provided has already been attached to a customer.')
  }
  const { behaviour } = cardBehind(act, method)
  if (behaviour.kind === 'declines' && !behaviour.attaches) {
    const { code, declineCode: decline_code, message } = behaviour
    throw new StripeFault(402, message, { type: 'card_error', code, decline_code })
  }
  method.customer = customer
  emit(act, 'payment_method.attached', method)
  return method
}

/** Takes a payment method away from its customer, for good. */
export const detach = (act: Act, method: PaymentMethod) => {
  if (method.customer === null) {
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    )
  }
  const customer = booksOf(act).customers.get(method.customer)
  const settings = customer?.invoice_settings
  if (customer && settings?.default_payment_method === method.id) {
    const invoice_settings = { ...settings, default_payment_method: null }
    change(act, 'customer.updated', customer, { invoice_settings })
  }
  const before = { customer: method.customer }
  method.customer = null
  emit(act, 'payment_method.detached', method, before)
  return method
}
