import { expect } from 'vitest'
import { Prisma } from '#generated/prisma/client.ts'
import { dueOf } from './model.ts'
import { total } from './rules.ts'
import type { World } from './world.ts'

type Balance = { kind: string; owner: string; currency: string; amount: bigint }

/** What this run left in accounts of the ledger, from its entries; positive for debit. */
const balancesOf = async ({ house, place }: World) => {
  const accounts = place.receivers.map(({ accountId }) => accountId)
  const rows = await house.app.db.$queryRaw<Balance[]>(Prisma.sql`
    SELECT upper(account.kind::text) AS kind, account.owner, account.currency,
      sum(entry.amount)::bigint AS amount
    FROM ledger_transaction transaction
    JOIN ledger_entry entry ON entry.transaction_id = transaction.id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE transaction.payee_account_id = ANY(${accounts}::uuid[])
      OR transaction.pledge_id IN (SELECT id FROM pledge WHERE issue_id = ${place.issueId}::uuid)
    GROUP BY account.id`)
  return (kind: string, owner?: string) =>
    total(
      rows
        .filter((row) => row.kind === kind && (owner === undefined || row.owner === owner))
        .map(({ amount }) => amount),
    )
}

type Settled = { originalId: string; processorId: string }

/** Which transfer or reversal at Stripe is which in the ledger. */
const settledOf = ({ house, place }: World) =>
  house.app.db.$queryRaw<Settled[]>(Prisma.sql`
    SELECT original_id AS "originalId", coalesce(transfer_id, transfer_reversal_id) AS "processorId"
    FROM ledger_transaction WHERE kind = 'settlement'
      AND payee_account_id = ANY(${place.receivers.map(({ accountId }) => accountId)}::uuid[])`)

/** What Stripe has sent to accounts and taken back: cents, by its own ids. */
const movedAtStripe = ({ house }: World) => {
  const moved = new Map<string, bigint>()
  /** The same by what it is called in the account that it came to. */
  const there = new Map<string, string>()
  for (const { id, amount, reversals, destination_payment } of house.bank
    .books()
    .transfers.values()) {
    moved.set(id, BigInt(amount))
    there.set(`${destination_payment}`, id)
    for (const reversal of reversals.data) {
      moved.set(reversal.id, -BigInt(reversal.amount))
      there.set(`${reversal.destination_payment_refund}`, reversal.id)
    }
  }
  return { moved, there }
}

/** What of a receiver's money went to their bank, in cents of our currency, by Stripe's ids. */
const paidOutAtStripe = ({ house }: World, stripeId: string, there: Map<string, string>) => {
  const { payouts, paidOutBy, balance_transactions } = house.bank.books(stripeId)
  return [...balance_transactions.values()].flatMap(({ id, source }) => {
    const payout = payouts.get(paidOutBy.get(id) ?? '')
    return payout?.status === 'paid' ? (there.get(`${source}`) ?? []) : []
  })
}

const verifyMoves = (world: World, settled: Settled[]) => {
  const { model } = world
  const { moved } = movedAtStripe(world)
  const inBooks = settled.map(({ originalId, processorId }): [string, bigint | undefined] => [
    processorId,
    model.moves.get(originalId)?.net,
  ])
  // Each transfer and reversal at Stripe is one of the books, and none was made twice.
  expect(new Map(inBooks)).toEqual(moved)
  expect(inBooks).toHaveLength(moved.size)
  const open = [...model.moves.values()].filter(
    ({ receiver, net, isSettled }) => !isSettled && net !== 0n && model.isActive[receiver],
  )
  expect(open).toEqual([])
}

const verifyReceivers = (
  world: World,
  settled: Settled[],
  balance: Awaited<ReturnType<typeof balancesOf>>,
) => {
  const { model, place, house } = world
  const { moved, there } = movedAtStripe(world)
  for (const [index, { accountId, stripeId }] of place.receivers.entries()) {
    const paid = paidOutAtStripe(world, stripeId, there).map((id) => moved.get(id) ?? 0n)
    const owed = (model.earned[index] ?? 0n) - total(paid)
    expect(-balance('PAYABLE', accountId)).toBe(owed)
    expect(balance('PAYEE_BALANCE', accountId)).toBe(house.bank.balanceOf(stripeId))
  }
  expect(settled.length).toBe(moved.size)
}

/** Rewards say what the ledger says: who got their share, and how much that was. */
const verifyRewards = async ({ house, place, model, entries }: World) => {
  const rewards = await house.app.db.reward.findMany({
    where: { pledge: { issueId: place.issueId } },
    include: { issueReward: true },
  })
  for (const { pledgeId, transferId, amount, payoutAccountId } of rewards) {
    const pledge = model.pledges[entries.findIndex((entry) => entry.pledgeId === pledgeId)]
    const move = model.moves.get(transferId ?? '')
    expect(move?.net ?? null).toBe(amount)
    const receiver = move && place.receivers[move.receiver]
    expect(receiver?.accountId ?? null).toBe(payoutAccountId)
    expect(!move || pledge?.served.has(move.receiver)).toBe(true)
  }
  const served = model.pledges.map((pledge) => pledge.served.size)
  const transferred = rewards.filter(({ transferId }) => transferId !== null)
  expect(transferred).toHaveLength(served.reduce((sum, size) => sum + size, 0))
}

/** When all is done, the books, the model and Stripe's own books say the same. */
export const verify = async (world: World): Promise<void> => {
  const { model, entries, house } = world
  const balance = await balancesOf(world)
  for (const [index, pledge] of model.pledges.entries()) {
    expect(pledge.known).toBe(pledge.facts.length)
    expect(dueOf(model, pledge)).toEqual([])
    const { pledgeId } = entries[index] ?? {}
    if (pledgeId) expect(-balance('BACKER_FUNDS', pledgeId)).toBe(pledge.held)
    expect(pledge.held).toBeGreaterThanOrEqual(0n)
  }
  expect(model.parts?.open.size ?? 0).toBe(0)
  expect(-balance('PLATFORM_REVENUE')).toBe(model.revenue)
  expect(balance('PROCESSOR_FEES')).toBe(model.fees)
  expect(balance('PROCESSOR_BALANCE')).toBe(model.processor)
  expect(model.processor).toBe(house.bank.balanceOf())
  const settled = await settledOf(world)
  verifyMoves(world, settled)
  verifyReceivers(world, settled, balance)
  await verifyRewards(world)
}
