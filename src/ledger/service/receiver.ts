import type { Tx } from '#context.ts'
import type { LedgerTransactionKind } from '#generated/prisma/client.ts'
import { Prisma } from '#generated/prisma/client.ts'

type Reader = Pick<Tx, 'db'>

/** One step as a payee sees it: earned (or lost) in our currency, and in their account's. */
export type ReceiverLine = {
  transactionId: string
  kind: LedgerTransactionKind
  postedAt: Date
  /** Cents of the currency of the payment; 0 for what the platform did alone. */
  amount: bigint
  currency: string
  /** The same in the account's own currency; null where the processor has not moved it (yet). */
  accountAmount: bigint | null
  accountCurrency: string | null
  /** Of a transfer or reversal: when it was paid out to the payee's bank. */
  paidOutAt: Date | null
  pledgeId: string | null
  subscriptionId: string | null
}

/** Places are ids of transactions; `isLatestFirst` turns the order round, and `first` with it. */
export type ReceiverPage = {
  first?: number
  after?: string
  before?: string
  isLatestFirst?: boolean
}

const stepsOf = (payeeAccountIds: string[], page: ReceiverPage) => {
  const { first = 50, after, before, isLatestFirst = false } = page
  return Prisma.sql`
    SELECT one.* FROM unnest(${payeeAccountIds}::uuid[]) payee(id) CROSS JOIN LATERAL (
      SELECT * FROM ledger_transaction transaction
      WHERE payee_account_id = payee.id AND kind <> 'settlement'
        ${after ? Prisma.sql`AND transaction.id > ${after}::uuid` : Prisma.empty}
        ${before ? Prisma.sql`AND transaction.id < ${before}::uuid` : Prisma.empty}
      ORDER BY id ${isLatestFirst ? Prisma.sql`DESC` : Prisma.empty} LIMIT ${Math.min(first, 1_000)}
    ) one`
}

/** A line, and whose it is. */
export type PayeeLine = ReceiverLine & { payeeAccountId: string }

const linesOf = ({ db }: Reader, steps: Prisma.Sql, isLatestFirst = false) =>
  db.$queryRaw<PayeeLine[]>(Prisma.sql`
    WITH step AS (${steps})
    SELECT step.payee_account_id AS "payeeAccountId", step.id AS "transactionId",
      upper(step.kind::text) AS kind, step.posted_at AS "postedAt",
      coalesce(-owed.amount, 0)::bigint AS amount, coalesce(owed.currency, there.currency) AS currency,
      there.amount::bigint AS "accountAmount", there.currency AS "accountCurrency",
      paid.posted_at AS "paidOutAt", step.pledge_id AS "pledgeId",
      step.subscription_id AS "subscriptionId"
    FROM step
    LEFT JOIN LATERAL (
      SELECT sum(entry.amount) AS amount, entry.currency FROM ledger_entry entry
      JOIN ledger_account account ON account.id = entry.account_id
      WHERE entry.transaction_id = step.id AND account.kind = 'payable' GROUP BY entry.currency
    ) owed ON true
    LEFT JOIN LATERAL (
      SELECT sum(entry.amount) AS amount, entry.currency FROM ledger_transaction moved
      JOIN ledger_entry entry ON entry.transaction_id = moved.id
      JOIN ledger_account account ON account.id = entry.account_id
      WHERE (moved.id = step.id OR (moved.original_id = step.id AND moved.kind = 'settlement'))
        AND account.kind = 'payee_balance' GROUP BY entry.currency
    ) there ON true
    LEFT JOIN ledger_entry payment ON payment.settles_id = step.id
    LEFT JOIN ledger_transaction paid ON paid.id = payment.transaction_id
    ORDER BY step.id ${isLatestFirst ? Prisma.sql`DESC` : Prisma.empty}`)

/** `receiverView` of several payees, a page of each in one statement. */
export const receiverViews = (
  tx: Reader,
  payeeAccountIds: string[],
  page: ReceiverPage = {},
): Promise<PayeeLine[]> => linesOf(tx, stepsOf(payeeAccountIds, page), page.isLatestFirst)

/** Those lines of `receiverView` that have these ids, whosever they are. */
export const receiverLines = (tx: Reader, transactionIds: string[]): Promise<PayeeLine[]> =>
  linesOf(
    tx,
    Prisma.sql`
      SELECT * FROM ledger_transaction WHERE id = ANY(${transactionIds}::uuid[])
        AND payee_account_id IS NOT NULL AND kind <> 'settlement'`,
  )

/**
 * The steps by which a payee's money came and went, in order. What the processor has moved for a
 * transfer stands beside the transfer.
 */
export const receiverView = (
  tx: Reader,
  payeeAccountId: string,
  page: ReceiverPage = {},
): Promise<ReceiverLine[]> => receiverViews(tx, [payeeAccountId], page)

/** In an account of a payee: what they are owed, or what they have at the processor. */
export type PayeeBalance = {
  payeeAccountId: string
  kind: 'PAYABLE' | 'PAYEE_BALANCE'
  currency: string
  /** In the smallest unit of the currency, as `balanceOf` has it. */
  amount: bigint
  /** What was paid out of it, all in all. */
  paidOut: bigint
}

/** What payees are owed and have at the processor, by currency, in one statement. */
export const payeeBalances = ({ db }: Reader, payeeAccountIds: string[]): Promise<PayeeBalance[]> =>
  db.$queryRaw<PayeeBalance[]>(Prisma.sql`
    SELECT account.owner AS "payeeAccountId", upper(account.kind::text) AS kind, account.currency,
      (sum(entry.amount) * side)::bigint AS amount,
      (coalesce(sum(entry.amount) FILTER (WHERE transaction.kind = 'payout'), 0) * -side)::bigint
        AS "paidOut"
    FROM ledger_account account
    JOIN ledger_entry entry ON entry.account_id = account.id
    JOIN ledger_transaction transaction ON transaction.id = entry.transaction_id
    CROSS JOIN LATERAL (SELECT CASE account.kind WHEN 'payable' THEN -1 ELSE 1 END) sides(side)
    WHERE account.kind IN ('payable', 'payee_balance') AND account.owner = ANY(${payeeAccountIds})
    GROUP BY account.id, side ORDER BY account.currency`)

/** How many steps `receiverView` has of payees. */
export const receiverCounts = async (
  { db }: Reader,
  payeeAccountIds: string[],
): Promise<Map<string, number>> => {
  const counts = await db.ledgerTransaction.groupBy({
    by: ['payeeAccountId'],
    where: { payeeAccountId: { in: payeeAccountIds }, kind: { not: 'SETTLEMENT' } },
    _count: true,
  })
  return new Map(counts.map(({ payeeAccountId, _count }) => [payeeAccountId ?? '', _count]))
}
