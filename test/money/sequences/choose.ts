import type { Viewer } from '#lib/viewer.ts'
import { anonymous } from '#lib/viewer.ts'
import { factsOf } from './observe.ts'
import type { Entry, World } from './world.ts'

/** Numbers from 0 to 1 that say which and how much. */
export type Choice = { which: number; share: number; how: number }

/** Something that can be done in a world. */
export type Action = (world: World, choice: Choice) => Promise<void>

export const pick = <Item>(items: readonly Item[], which: number): Item | undefined =>
  items[Math.min(items.length - 1, Math.floor(which * items.length))]

/** At least one of the smallest unit, at most the whole, which is as likely as a fifth. */
export const partOf = (whole: bigint, share: number) =>
  share > 0.8 ? whole : 1n + ((whole - 1n) * BigInt(Math.round(share * 1_000))) / 1_000n

/** 50 cents to 10,000 dollars, small amounts as often as large ones. */
export const amountOf = (share: number) => BigInt(Math.floor(50 * 20_000 ** share))

/** Who pays. */
export const payerOf = ({ place }: World, { isAnonymous }: Pick<Entry, 'isAnonymous'>): Viewer =>
  isAnonymous ? anonymous : place.backer

export const modelOf = ({ model, entries }: World, entry: Entry) => {
  const pledge = model.pledges[entries.indexOf(entry)]
  if (!pledge) throw new Error('Every pledge has its model')
  return pledge
}

export const intents = ({ house }: World) => house.bank.books().payment_intents

/** Pledges upfront, whose intents their backers know. */
export const upfront = (world: World) =>
  world.entries.flatMap((entry) => {
    const intent = intents(world).get(entry.intentId ?? '')
    return intent && !modelOf(world, entry).isOnCompletion ? [{ entry, intent }] : []
  })

/** What is to be paid and is not. */
export const unpaid = (world: World) =>
  world.entries.flatMap((entry) => {
    const intent = intents(world).get(entry.intentId ?? '')
    return intent && !['succeeded', 'canceled'].includes(intent.status) ? [{ entry, intent }] : []
  })

const signs = { PAYMENT: 0n, REFUND: -1n, DISPUTE: -1n, DISPUTE_REVERSAL: 1n }

/** What was paid, with how much Stripe would give back of it, and its dispute. */
export const paid = (world: World) =>
  world.entries.flatMap((entry) => {
    const [payment, ...later] = factsOf(world, entry.intentId)
    if (!payment) return []
    const left = later.reduce((sum, { kind, amount }) => sum + signs[kind] * amount, payment.amount)
    const { disputes } = world.house.bank.books()
    const dispute = [...disputes.values()].find(({ charge }) => charge === payment.id)
    const isRefundable = left > 0n && (!dispute || dispute.status === 'won')
    return [{ entry, charge: payment.id, left, dispute, isRefundable }]
  })
