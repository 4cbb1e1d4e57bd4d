import { expect } from 'vitest'
import { look, type Posted, type Seen } from './look.ts'
import { book, confirm, createPledge, type Fact, type PledgeModel, pledgedSum } from './model.ts'
import { feeOf } from './rules.ts'
import { entryOf, type World } from './world.ts'

type Row = Seen['pledges'][number]

const disputeFee = 1_500n

/** What happened to a payment at Stripe, in order, by its own books. */
export const factsOf = ({ house }: World, intentId: string | null): Fact[] => {
  const { charges, refunds, disputes } = house.bank.books()
  const of = <Thing extends { payment_intent?: string | null }>(table: Map<string, Thing>) =>
    [...table.values()].filter(({ payment_intent }) => payment_intent === intentId)
  if (intentId === null) return []
  const facts: (Fact & { at: number })[] = []
  for (const { id, created, amount, status } of of(charges)) {
    if (status !== 'succeeded') continue
    const fee = feeOf(BigInt(amount))
    facts.push({ kind: 'PAYMENT', id, at: created, amount: BigInt(amount), fee })
  }
  for (const { id, created, amount } of of(refunds)) {
    facts.push({ kind: 'REFUND', id, at: created, amount: BigInt(amount), fee: 0n })
  }
  for (const { id, amount, balance_transactions } of of(disputes)) {
    const [taken, given] = balance_transactions
    const fact = { id, amount: BigInt(amount) }
    facts.push({ ...fact, kind: 'DISPUTE', at: taken?.created ?? 0, fee: disputeFee })
    if (given) facts.push({ ...fact, kind: 'DISPUTE_REVERSAL', at: given.created, fee: 0n })
  }
  return facts.sort((a, b) => a.at - b.at).map(({ at: _at, ...fact }) => fact)
}

/** Rows that are new: a pledge that nobody heard of is a promise whose answer was lost. */
const match = (world: World, row: Row): number => {
  const { entries, model } = world
  const known = entries.findIndex(
    ({ pledgeId, intentId }) =>
      pledgeId === row.id || (pledgeId === null && intentId !== null && intentId === row.paymentId),
  )
  const entry = entries[known]
  if (entry) {
    entry.pledgeId = row.id
    entry.intentId ??= row.paymentId
    return known
  }
  const asked = BigInt(row.amount)
  const pledge = createPledge(asked, true)
  pledge.state = 'CREATED'
  model.pledges.push(pledge)
  return (
    entries.push({
      pledgeId: row.id,
      intentId: row.paymentId,
      asked,
      isAnonymous: false,
      isObjected: false,
    }) - 1
  )
}

/** A pledge is there from its row on, and objected to by a word of its backer. */
const follow = (world: World, row: Row, pledge: PledgeModel) => {
  if (pledge.state === 'NONE') pledge.state = 'INITIATED'
  const { isObjected } = world.entries[entryOfRow(world, row)] ?? {}
  if (!isObjected || row.state !== 'DISPUTED') return
  if (pledge.state === 'CREATED' || pledge.state === 'PENDING') pledge.state = 'DISPUTED'
}

const entryOfRow = ({ entries }: World, { id }: Row) =>
  entries.findIndex(({ pledgeId }) => pledgeId === id)

const postingOf = (world: World, posted: Posted) => ({
  ...posted,
  pledge: entryOfRow(world, { id: posted.pledgeId ?? '' } as Row),
  receiver: world.place.receivers.findIndex(({ accountId }) => accountId === posted.payeeAccountId),
})

const compare = (world: World, posted: Posted) => {
  world.last = posted.id
  // What a payout pays is compared with Stripe's books when all is done.
  if (posted.kind === 'PAYOUT') return
  const expected = book(world.model, postingOf(world, posted))
  const sums = Object.entries(posted.sums).map(([kind, sum]): [string, bigint] => [
    kind,
    BigInt(sum),
  ])
  const compared =
    posted.kind === 'SETTLEMENT' ? sums.filter(([kind]) => kind === 'PROCESSOR_BALANCE') : sums
  const wanted = Object.entries(expected).filter(([, sum]) => sum !== 0n)
  expect(Object.fromEntries(compared), posted.kind).toEqual(Object.fromEntries(wanted))
}

const setActive = ({ model, place }: World, { accounts }: Seen, combine: 'before' | 'after') => {
  for (const [index, { accountId }] of place.receivers.entries()) {
    const isNow = accounts.includes(accountId)
    model.isActive[index] = combine === 'before' ? isNow || model.isActive[index] === true : isNow
  }
}

const takeFacts = (world: World) => {
  for (const [index, { intentId, asked }] of world.entries.entries()) {
    const pledge = world.model.pledges[index]
    if (!pledge) continue
    const facts = factsOf(world, intentId)
    // Nothing that happened is ever undone, and what was paid is what was asked for, once.
    expect(facts.slice(0, pledge.facts.length)).toEqual(pledge.facts)
    const payments = facts.filter(({ kind }) => kind === 'PAYMENT').map(({ amount }) => amount)
    expect(payments).toEqual(facts.length > 0 ? [asked] : [])
    pledge.facts = facts
  }
}

/** Reads what has changed in the books and at Stripe, and compares it with the model. */
export const observe = async (world: World): Promise<void> => {
  const { house, place, model } = world
  const seen = await look(house.app, {
    after: world.last,
    issueId: place.issueId,
    accountIds: place.receivers.map(({ accountId }) => accountId),
  })
  world.waiting.push(...house.bank.news())
  const rows = seen.pledges.map((row) => ({ row, index: match(world, row) }))
  takeFacts(world)
  if (seen.issue.isConfirmed && !model.weights && world.weights) confirm(model, world.weights)
  setActive(world, seen, 'before')
  for (const posted of seen.posted) compare(world, posted)
  setActive(world, seen, 'after')
  for (const { row, index } of rows) {
    const pledge = model.pledges[index]
    if (!pledge) throw new Error('A pledge of the issue is not in the model')
    follow(world, row, pledge)
    expect([row.state, BigInt(row.amount)]).toEqual([pledge.state, pledge.amount])
  }
  expect(BigInt(seen.issue.sum)).toBe(pledgedSum(model))
}

/** After work that was done to its end, the books know all that Stripe does of a payment. */
export const expectKnown = (world: World, intentId: string | null | undefined) => {
  const pledge = world.model.pledges[entryOf(world, intentId)]
  if (pledge) expect(pledge.known).toBe(pledge.facts.length)
}
