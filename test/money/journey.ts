import type { TestStripe } from '../../sandbox/stripe/testing.ts'
import type { Cast, Person } from './cast.ts'
import {
  act,
  beginPledge,
  confirmSolved,
  type Door,
  makePledge,
  openAccount,
  promisePledge,
  type Visitor,
} from './door.ts'

/** Where a journey takes place. */
export type Stage = { door: Door; bank: Pick<TestStripe, 'control' | 'stripe'> }

export const usd = (amount: number) => ({ amount, currency: 'USD' as const })

type Account = { organizationId?: string; country?: string; idempotencyKey?: string }

/** Somebody opens an account to receive money, and tells Stripe all it wants to know. */
export const openAndOnboard = async (
  { door, bank }: Stage,
  who: Visitor,
  { country = 'US', ...account }: Account = {},
) => {
  const input = { type: 'STRIPE' as const, country, ...account }
  const { payoutAccount } = await act(door, openAccount, input, who)
  const { id, stripeId } = payoutAccount
  if (!stripeId) throw new Error('The account is not at Stripe')
  bank.control.onboard({ account: stripeId })
  return { id, stripeId }
}

type Pledging = { issueId: string; amount: number; email?: string }

/** Somebody pays for a pledge in the browser and closes it; the payment intent. */
export const payInBrowser = async (
  { door, bank }: Stage,
  { amount, ...pledging }: Pledging,
  who: Visitor = {},
): Promise<string> => {
  const input = { ...pledging, amount: usd(amount) }
  const { paymentIntentId } = await act(door, beginPledge, input, who)
  bank.control.payIntent({ id: paymentIntentId })
  return paymentIntentId
}

/** Somebody pays for a pledge in the browser, which then asks for the pledge. */
export const pledge = async (stage: Stage, pledging: Pledging, who: Visitor = {}) => {
  const paymentIntentId = await payInBrowser(stage, pledging, who)
  const { pledge: made } = await act(stage.door, makePledge, { paymentIntentId }, who)
  return { id: made.id, paymentIntentId }
}

/** Somebody promises to pay once an issue is solved. */
export const promise = async (
  { door }: Stage,
  { issueId, amount }: { issueId: string; amount: number },
  who: Visitor,
) => (await act(door, promisePledge, { issueId, amount: usd(amount) }, who)).pledge

/** The maintainers say that an issue is solved: 70 % for the organization, 30 % for a person. */
export const confirm = (
  { door }: Stage,
  { issueId, cast, solver }: { issueId: string; cast: Cast; solver: Person },
) => {
  const splits = [
    { share: 700, organizationId: cast.organization },
    { share: 300, githubLogin: solver.login },
  ]
  return act(door, confirmSolved, { issueId, splits }, cast.admin)
}

/** The invoice of a pledge on completion, which Stripe has sent; its payer pays it there. */
export const payInvoice = async ({ bank: { stripe } }: Stage, pledgeId: string): Promise<void> => {
  for await (const invoice of stripe.invoices.list({ limit: 100 })) {
    if (invoice.metadata?.pledge_id !== pledgeId) continue
    await stripe.invoices.pay(invoice.id ?? '', { payment_method: 'pm_card_visa' })
    return
  }
  throw new Error('No invoice was sent')
}

/** The charge by which a payment intent was paid. */
export const chargeOf = async ({ bank }: Stage, paymentIntentId: string): Promise<string> =>
  `${(await bank.stripe.paymentIntents.retrieve(paymentIntentId)).latest_charge}`
