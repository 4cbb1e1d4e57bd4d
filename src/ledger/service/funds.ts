import type { Tx } from '#context.ts'
import type { LedgerTransactionKind } from '#generated/prisma/client.ts'
import { Prisma } from '#generated/prisma/client.ts'

type Reader = Pick<Tx, 'db'>

/** A pledge, and the name of the group in which it is looked at with others. */
export type Grouped = { group: string; pledgeId: string }

/** Where the money of pledges went, in cents: funded − refunded = held + paidOut + platformFees. */
export type FundTotals = {
  /** Paid by backers, without tax. */
  funded: bigint
  /** Given back to them, or taken back by their banks for good. */
  refunded: bigint
  /** Nobody has got it yet. */
  held: bigint
  /** Earned by receivers, less what they have to give back. */
  paidOut: bigint
  /** Our part of what receivers earned. */
  platformFees: bigint
  /** What the processor kept. */
  processorFees: bigint
}

/** Of pledges that nobody has paid. */
export const noFunds: FundTotals = {
  ...{ funded: 0n, refunded: 0n, held: 0n },
  ...{ paidOut: 0n, platformFees: 0n, processorFees: 0n },
}

/** The pledges as a table, of which `wanted_group` names the group. */
const wanted = (pledges: Grouped[]) => Prisma.sql`
  unnest(
    ${pledges.map(({ group }) => group)}::uuid[],
    ${pledges.map(({ pledgeId }) => pledgeId)}::uuid[]
  ) AS wanted (wanted_group, pledge_id)`

/** Sums of entries, as credit, on accounts of some kinds. */
const credit = (kind: string) =>
  Prisma.sql`coalesce(-sum(entry.amount) FILTER (WHERE account.kind::text = ${kind}), 0)::bigint`

type Sums = {
  group: string
  isPayment: boolean
  funds: bigint
  payable: bigint
  revenue: bigint
  processorFees: bigint
  transferred: bigint
}

/**
 * Where the money of pledges went, by their group; those that nobody has paid are left out. One
 * statement. A dispute that was won is as if it had not been.
 */
export const totalsOf = async (
  { db }: Reader,
  pledges: Grouped[],
): Promise<Map<string, FundTotals>> => {
  const rows = await db.$queryRaw<Sums[]>(Prisma.sql`
    SELECT wanted_group AS "group", transaction.kind = 'payment' AS "isPayment",
      ${credit('backer_funds')} AS funds, ${credit('payable')} AS payable,
      ${credit('platform_revenue')} AS revenue,
      -(${credit('processor_fees')}) AS "processorFees",
      coalesce(-sum(entry.amount) FILTER (WHERE account.kind = 'backer_funds'
        AND transaction.kind IN ('transfer', 'transfer_reversal')), 0)::bigint AS transferred
    FROM ${wanted(pledges)}
    JOIN ledger_transaction transaction ON transaction.pledge_id = wanted.pledge_id
    JOIN ledger_entry entry ON entry.transaction_id = transaction.id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE transaction.kind NOT IN ('settlement', 'payout')
    GROUP BY wanted_group, transaction.kind = 'payment'`)
  const totals = new Map<string, FundTotals>()
  for (const { group, isPayment, ...sums } of rows) {
    const known = totals.get(group) ?? noFunds
    totals.set(group, {
      funded: known.funded + (isPayment ? sums.funds : 0n),
      refunded: known.refunded - (isPayment ? 0n : sums.funds - sums.transferred),
      held: known.held + sums.funds,
      paidOut: known.paidOut + sums.payable,
      // Of a payment it is what we paid of it ourselves, which is no part of what anybody earned.
      platformFees: known.platformFees + (isPayment ? 0n : sums.revenue),
      processorFees: known.processorFees + sums.processorFees,
    })
  }
  return totals
}

/** What happened to the money of a pledge. Cents; `amount` is above zero whichever way it went. */
export type FundStep = {
  /** Of its transaction. */
  id: string
  group: string
  kind: LedgerTransactionKind
  postedAt: Date
  pledgeId: string
  issueRewardId: string | null
  amount: bigint
  /** Our part of a transfer; of a reversal what we gave back. */
  platformFee: bigint
  processorFee: bigint
}

type RawStep = Omit<FundStep, 'amount' | 'platformFee'> & {
  funds: bigint
  payable: bigint
  revenue: bigint
}

const toStep = ({ funds, payable, revenue, ...step }: RawStep): FundStep => {
  if (step.kind === 'TRANSFER') return { ...step, amount: payable, platformFee: revenue }
  if (step.kind === 'TRANSFER_REVERSAL') return { ...step, amount: -payable, platformFee: -revenue }
  const isBack = step.kind === 'REFUND' || step.kind === 'DISPUTE'
  return { ...step, amount: isBack ? -funds : funds, platformFee: 0n }
}

/** A part of a list: so many from its start, or from its end if inverted, between two places. */
export type Part = { limit: number; after?: string; before?: string; isInverted: boolean }

/** The columns of a transaction that a step has. */
const stepColumns = Prisma.sql`
  transaction.id, upper(transaction.kind::text) AS kind, transaction.posted_at AS "postedAt",
  transaction.pledge_id AS "pledgeId", transaction.issue_reward_id AS "issueRewardId"`

/** What the entries of a step come to. */
const stepSums = Prisma.sql`
  SELECT ${credit('backer_funds')} AS funds, ${credit('payable')} AS payable,
    ${credit('platform_revenue')} AS revenue, -(${credit('processor_fees')}) AS "processorFee"
  FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
  WHERE entry.transaction_id = step.id`

/** What the pledges of a group went through, but for what was done with it at the processor. */
const ofGroup = Prisma.sql`
  transaction.pledge_id IN (SELECT pledge_id FROM wanted WHERE wanted_group = groups.wanted_group)
  AND transaction.kind NOT IN ('settlement', 'payout')`

/**
 * What happened to the money of pledges, of each group the same part of its list; the earliest first,
 * or last if inverted. One statement.
 */
export const stepsOf = async (
  { db }: Reader,
  pledges: Grouped[],
  { limit, after, before, isInverted }: Part,
): Promise<FundStep[]> => {
  const rows = await db.$queryRaw<RawStep[]>(Prisma.sql`
    WITH wanted AS (SELECT * FROM ${wanted(pledges)}),
      groups AS (SELECT DISTINCT wanted_group FROM wanted)
    SELECT step.*, sums.* FROM groups
    CROSS JOIN LATERAL (
      SELECT groups.wanted_group AS "group", transaction.id,
        upper(transaction.kind::text) AS kind, transaction.posted_at AS "postedAt",
        transaction.pledge_id AS "pledgeId", transaction.issue_reward_id AS "issueRewardId"
      FROM ledger_transaction transaction
      WHERE ${ofGroup}
        ${after ? Prisma.sql`AND transaction.id > ${after}::uuid` : Prisma.empty}
        ${before ? Prisma.sql`AND transaction.id < ${before}::uuid` : Prisma.empty}
      ORDER BY transaction.id ${isInverted ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${limit}
    ) AS step
    CROSS JOIN LATERAL (${stepSums}) AS sums
    ORDER BY step.id ${isInverted ? Prisma.sql`DESC` : Prisma.sql`ASC`}`)
  return rows.map(toStep)
}

/** Steps by the ids of their transactions, each in the group of its pledge; unknown ones are left out. */
export const stepsByIds = async ({ db }: Reader, ids: string[]): Promise<FundStep[]> => {
  const rows = await db.$queryRaw<RawStep[]>(Prisma.sql`
    SELECT step.*, sums.* FROM (
      SELECT transaction.pledge_id AS "group", ${stepColumns}
      FROM ledger_transaction transaction
      WHERE transaction.id = ANY(${ids}::uuid[]) AND transaction.pledge_id IS NOT NULL
        AND transaction.kind NOT IN ('settlement', 'payout')
    ) AS step
    CROSS JOIN LATERAL (${stepSums}) AS sums`)
  return rows.map(toStep)
}

/** How many steps `stepsOf` has of each group. One statement. */
export const countSteps = async (
  { db }: Reader,
  pledges: Grouped[],
): Promise<Map<string, number>> => {
  const rows = await db.$queryRaw<{ group: string; count: number }[]>(Prisma.sql`
    SELECT wanted_group AS "group", count(*)::int AS count
    FROM ${wanted(pledges)}
    JOIN ledger_transaction transaction ON transaction.pledge_id = wanted.pledge_id
    WHERE transaction.kind NOT IN ('settlement', 'payout') GROUP BY wanted_group`)
  return new Map(rows.map(({ group, count }) => [group, count]))
}
