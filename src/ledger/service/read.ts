import type { Tx } from '#context.ts'
import type { LedgerAccountKind, LedgerTransactionKind } from '#generated/prisma/client.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { type AccountName, onItsSide } from '../accounts.ts'

/** Reading needs the database alone: in a transaction or outside of one. */
type Reader = Pick<Tx, 'db'>

const defaultPage = 50
const largestPage = 1_000

/**
 * What is in an account, in the smallest unit of its currency; 0 if nothing was ever posted to it.
 * Positive on the side on which its kind grows: what is owed, held or earned, paid in fees or lost.
 */
export const balanceOf = async ({ db }: Reader, account: AccountName): Promise<bigint> => {
  const { _sum } = await db.ledgerEntry.aggregate({ where: { account }, _sum: { amount: true } })
  return onItsSide(account.kind, _sum.amount ?? 0n)
}

/** What was done to an account, and what was in it then. Amounts as `balanceOf` has them. */
export type StatementLine = {
  /** Where the next page goes on: `after`. */
  cursor: string
  transactionId: string
  kind: LedgerTransactionKind
  postedAt: Date
  amount: bigint
  balance: bigint
}

/** A page of what was done to an account, the earliest first: at most 1000 lines, 50 by default. */
export const statementOf = async (
  { db }: Reader,
  account: AccountName,
  { first = defaultPage, after }: { first?: number; after?: string } = {},
): Promise<StatementLine[]> => {
  const before = after
    ? await db.ledgerEntry.aggregate({
        where: { account, id: { lte: after } },
        _sum: { amount: true },
      })
    : null
  const entries = await db.ledgerEntry.findMany({
    where: { account, ...(after && { id: { gt: after } }) },
    include: { transaction: true },
    orderBy: { id: 'asc' },
    take: Math.min(first, largestPage),
  })
  let balance = onItsSide(account.kind, before?._sum.amount ?? 0n)
  return entries.map(({ id, transaction, ...entry }) => {
    const amount = onItsSide(account.kind, entry.amount)
    balance += amount
    const { id: transactionId, kind, postedAt } = transaction
    return { cursor: id, transactionId, kind, postedAt, amount, balance }
  })
}

/** All accounts of a kind and currency: those with a debit balance together, those with a credit one. */
export type TrialBalanceRow = {
  kind: LedgerAccountKind
  currency: string
  accounts: number
  debit: bigint
  credit: bigint
}

/** Every kind and currency there is; debits and credits of a currency are the same in all. */
export const trialBalance = ({ db }: Reader): Promise<TrialBalanceRow[]> =>
  db.$queryRaw<TrialBalanceRow[]>(Prisma.sql`
    WITH balance AS (
      SELECT account.kind, account.currency, sum(entry.amount) AS amount
      FROM ledger_account account JOIN ledger_entry entry ON entry.account_id = account.id
      GROUP BY account.id
    )
    SELECT upper(kind::text) AS kind, currency, count(*)::int AS accounts,
      sum(greatest(amount, 0))::bigint AS debit, sum(greatest(-amount, 0))::bigint AS credit
    FROM balance GROUP BY balance.kind, currency ORDER BY balance.kind, currency`)
