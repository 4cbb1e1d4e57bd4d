import type { Tx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { neverNegative, sideOf } from './accounts.ts'

type Reader = Pick<Tx, 'db'>

/** So many faults of one kind are told at most: the first ones say what is wrong. */
const mostFaults = 100

const faultsIn = async ({ db }: Reader, query: Prisma.Sql) => {
  const rows = await db.$queryRaw<{ fault: string }[]>(
    Prisma.sql`SELECT fault FROM (${query}) found(fault) ORDER BY fault LIMIT ${mostFaults}`,
  )
  return rows.map(({ fault }) => fault)
}

const imbalances = Prisma.sql`
  SELECT format('Transaction %s is out of balance by %s %s', transaction_id, sum(amount), currency)
  FROM ledger_entry GROUP BY transaction_id, currency HAVING sum(amount) <> 0`

const empty = Prisma.sql`
  SELECT format('Transaction %s has no entries', id) FROM ledger_transaction transaction
  WHERE NOT EXISTS (SELECT FROM ledger_entry WHERE transaction_id = transaction.id)`

const wrongEntries = Prisma.sql`
  SELECT format('Entry %s is of %s %s in an account of %s', entry.id, entry.amount, entry.currency,
    coalesce(account.currency, 'nobody'))
  FROM ledger_entry entry LEFT JOIN ledger_account account ON account.id = entry.account_id
  WHERE entry.amount = 0 OR account.currency IS DISTINCT FROM entry.currency`

const wrongSigns = () => {
  const debit = neverNegative.filter((kind) => sideOf[kind] === 'debit')
  const kinds = neverNegative.map((kind) => kind.toLowerCase())
  const debitKinds = debit.map((kind) => kind.toLowerCase())
  return Prisma.sql`
    SELECT format('Account %s of %s has %s %s, which must not be below zero', kind, owner, amount,
      currency)
    FROM (
      SELECT account.kind, account.owner, account.currency,
        sum(entry.amount) * CASE WHEN account.kind::text = ANY(${debitKinds}) THEN 1 ELSE -1 END
      FROM ledger_account account JOIN ledger_entry entry ON entry.account_id = account.id
      WHERE account.kind::text = ANY(${kinds}) GROUP BY account.id
    ) balance(kind, owner, currency, amount) WHERE amount < 0`
}

/** What backers got back of a payment, and what was transferred of it, is never more than it was. */
const overdrawn = Prisma.sql`
  SELECT format('Of payment %s more was given back or transferred than was paid: %s %s are left', id,
    left_over, currency)
  FROM (
    SELECT coalesce(transaction.payment_id, transaction.id), entry.currency, -sum(entry.amount)
    FROM ledger_transaction transaction
    JOIN ledger_entry entry ON entry.transaction_id = transaction.id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE account.kind IN ('backer_funds', 'tax_payable')
    GROUP BY 1, entry.currency, account.kind
  ) payment(id, currency, left_over) WHERE left_over < 0`

const overReversed = Prisma.sql`
  SELECT format('Transfer %s is reversed by %s more than it was', id, excess)
  FROM (
    SELECT CASE transaction.kind WHEN 'transfer' THEN transaction.id ELSE transaction.original_id END,
      sum(entry.amount)
    FROM ledger_transaction transaction
    JOIN ledger_entry entry ON entry.transaction_id = transaction.id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE account.kind = 'payable' AND transaction.kind IN ('transfer', 'transfer_reversal')
    GROUP BY 1
  ) transferred(id, excess) WHERE excess > 0`

const unequalSettlements = Prisma.sql`
  WITH owed AS (
    SELECT transaction.id, sum(entry.amount) AS amount FROM ledger_transaction transaction
    JOIN ledger_entry entry ON entry.transaction_id = transaction.id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE account.kind = 'payable' AND transaction.kind IN ('transfer', 'transfer_reversal')
    GROUP BY transaction.id
  )
  SELECT format('Settlement %s moved %s where %s was owed', settlement.id, -sum(entry.amount),
    -min(owed.amount))
  FROM ledger_transaction settlement JOIN owed ON owed.id = settlement.original_id
  JOIN ledger_entry entry ON entry.transaction_id = settlement.id
  JOIN ledger_account account ON account.id = entry.account_id
  WHERE settlement.kind = 'settlement' AND account.kind = 'processor_balance'
  GROUP BY settlement.id HAVING sum(entry.amount) <> min(owed.amount)`

/** What keeps the rows as they are. Whoever may alter tables can take it away. */
export const guards = [
  'ledger_account_is_kept',
  'ledger_account_keeps_its_identity',
  'ledger_entry_balances',
  'ledger_entry_is_in_time',
  'ledger_entry_is_kept',
  'ledger_transaction_balances',
  'ledger_transaction_is_kept',
  'ledger_transaction_notes_its_maker',
]

const missingGuards = Prisma.sql`
  SELECT format('The trigger %s is missing or switched off: rows may have been changed', wanted)
  FROM unnest(${guards}::text[]) wanted
  WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = wanted AND tgenabled IN ('O', 'A'))`

/**
 * Recomputes from the entries what must be true of the ledger, and tells what is not, a line each;
 * 100 lines of a kind at most. Nothing is summed up anywhere else, so nothing else can be wrong.
 */
export const faultsOf = async (tx: Reader): Promise<string[]> => {
  const queries = [
    missingGuards,
    imbalances,
    empty,
    wrongEntries,
    wrongSigns(),
    overdrawn,
    overReversed,
    unequalSettlements,
  ]
  const faults: string[] = []
  for (const query of queries) faults.push(...(await faultsIn(tx, query)))
  return faults
}
