import { decodeId } from '#lib/ids.ts'
import type { TestStripe } from '../../sandbox/stripe/testing.ts'
import type { Cast, Person } from './cast.ts'
import {
  act,
  beginPledge,
  confirmSolved,
  type Door,
  makePledge,
  openAccount,
  payPledge,
  promisePledge,
  type Visitor,
} from './door.ts'

/** Where a journey takes place; `key` makes the idempotency key of a step, where there is one. */
export type Stage = {
  door: Door
  bank: Pick<TestStripe, 'control' | 'stripe'>
  key?: (step: string) => string
}

export const usd = (amount: number) => ({ amount, currency: 'USD' as const })

type Account = { organizationId?: string; country?: string }

/** Somebody opens an account to receive money, and tells Stripe all it wants to know. */
export const openAndOnboard = async (
  { door, bank, key }: Stage,
  who: Visitor,
  { country = 'US', organizationId }: Account = {},
) => {
  const idempotencyKey = key?.(organizationId ? 'open for an organization' : 'open')
  const input = { type: 'STRIPE' as const, country, organizationId, idempotencyKey }
  const { payoutAccount } = await act(door, openAccount, input, who)
  const { id, stripeId } = payoutAccount
  if (!stripeId) throw new Error('The account is not at Stripe')
  bank.control.onboard({ account: stripeId })
  return { id, stripeId }
}

type Pledging = { issueId: string; amount: number; email?: string }

/** Somebody begins to pay for a pledge; the payment intent. */
export const begin = async (
  { door, key }: Stage,
  { amount, ...pledging }: Pledging,
  who: Visitor = {},
): Promise<string> => {
  const input = { ...pledging, amount: usd(amount), idempotencyKey: key?.(`begin ${amount}`) }
  return (await act(door, beginPledge, input, who)).paymentIntentId
}

/** Somebody pays for a pledge in the browser and closes it; the payment intent. */
export const payInBrowser = async (
  stage: Stage,
  pledging: Pledging,
  who: Visitor = {},
): Promise<string> => {
  const id = await begin(stage, pledging, who)
  stage.bank.control.payIntent({ id })
  return id
}

/** Somebody pays for a pledge without Stripe.js; the payment intent. */
export const payHere = async (
  stage: Stage,
  pledging: Pledging,
  who: Visitor = {},
): Promise<string> => {
  const paymentIntentId = await begin(stage, pledging, who)
  const idempotencyKey = stage.key?.(`pay ${pledging.amount}`)
  const input = { paymentIntentId, paymentMethodId: 'pm_card_visa', idempotencyKey }
  await act(stage.door, payPledge, input, who)
  return paymentIntentId
}

/** The browser asks for the pledge of a payment; our row's id of it. */
export const make = async ({ door, key }: Stage, paymentIntentId: string, who: Visitor = {}) => {
  const input = { paymentIntentId, idempotencyKey: key?.(`make ${paymentIntentId}`) }
  return decodeId((await act(door, makePledge, input, who)).pledge.id).id
}

/** Somebody promises to pay once an issue is solved; our row's id of the pledge. */
export const promise = async (
  { door, key }: Stage,
  { issueId, amount }: { issueId: string; amount: number },
  who: Visitor,
) => {
  const input = { issueId, amount: usd(amount), idempotencyKey: key?.('promise') }
  return decodeId((await act(door, promisePledge, input, who)).pledge.id).id
}

/** 70 % for the organization, 30 % for a person. */
export const splitsFor = ({ organization }: Cast, solver: Person) => [
  { share: 700, organizationId: organization },
  { share: 300, githubLogin: solver.login },
]

/** The maintainers say that an issue is solved, with the help of a person. */
export const confirm = (
  { door, key }: Stage,
  { issueId, cast, solver }: { issueId: string; cast: Cast; solver: Person },
) => {
  const input = { issueId, splits: splitsFor(cast, solver), idempotencyKey: key?.('confirm') }
  return act(door, confirmSolved, input, cast.admin)
}

/** Somebody pays the invoice of a pledge on completion at Stripe; false if none was sent yet. */
export const payInvoice = async ({ bank: { stripe } }: Stage, pledgeId: string) => {
  for await (const invoice of stripe.invoices.list({ limit: 10 })) {
    if (invoice.metadata?.pledge_id !== pledgeId || invoice.status !== 'open') continue
    await stripe.invoices.pay(invoice.id ?? '', { payment_method: 'pm_card_visa' })
    return true
  }
  return false
}

/** The charge by which a payment intent was paid. */
export const chargeOf = async ({ bank }: Stage, paymentIntentId: string): Promise<string> =>
  `${(await bank.stripe.paymentIntents.retrieve(paymentIntentId)).latest_charge}`
