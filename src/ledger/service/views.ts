import type { Tx } from '#context.ts'
import type { LedgerTransactionKind } from '#generated/prisma/client.ts'
import { Prisma } from '#generated/prisma/client.ts'

type Reader = Pick<Tx, 'db'>

/** What is about a pledge or a subscription; without either, everything. */
export type About = { pledgeId?: string; subscriptionId?: string }

const rowsAbout = ({ pledgeId, subscriptionId }: About) =>
  Prisma.join(
    [
      Prisma.sql`true`,
      ...(pledgeId ? [Prisma.sql`transaction.pledge_id = ${pledgeId}::uuid`] : []),
      ...(subscriptionId
        ? [Prisma.sql`transaction.subscription_id = ${subscriptionId}::uuid`]
        : []),
    ],
    ' AND ',
  )

/** Those after a place in the list; all without one. */
const afterPlace = (after: string | undefined) =>
  after ? Prisma.sql`AND transaction.id > ${after}::uuid` : Prisma.empty

/** What the platform has: backers' money that nobody has got, and its own, less what it lost. */
const platformKinds = Prisma.sql`('backer_funds', 'platform_revenue', 'dispute_losses')`

const platformSums = Prisma.sql`
  coalesce(-sum(amount) FILTER (WHERE account.kind IN ${platformKinds}), 0)::bigint AS amount,
  coalesce(-sum(amount) FILTER (WHERE account.kind = 'tax_payable'), 0)::bigint AS tax,
  coalesce(sum(amount) FILTER (WHERE account.kind = 'processor_fees'), 0)::bigint AS fee`

const joined = Prisma.sql`
  ledger_transaction transaction
  JOIN ledger_entry entry ON entry.transaction_id = transaction.id
  JOIN ledger_account account ON account.id = entry.account_id`

/** One step as the platform sees it. Cents; `fee` is what the processor took for it. */
export type PlatformLine = {
  transactionId: string
  kind: LedgerTransactionKind
  postedAt: Date
  currency: string
  amount: bigint
  tax: bigint
  fee: bigint
}

/** What the platform has. Cents; `net` is the balance less the processor's fees. */
export type PlatformBalance = { balance: bigint; tax: bigint; fees: bigint; net: bigint }

/**
 * What the platform has, of everything or of one pledge or subscription, in one currency. The
 * processor's fees are not subtracted from `balance`.
 */
export const platformBalance = async (
  { db }: Reader,
  currency: string,
  about: About = {},
): Promise<PlatformBalance> => {
  const [row] = await db.$queryRaw<{ amount: bigint; tax: bigint; fee: bigint }[]>(Prisma.sql`
    SELECT ${platformSums} FROM ${joined}
    WHERE entry.currency = ${currency} AND ${rowsAbout(about)}`)
  const { amount: balance = 0n, tax = 0n, fee: fees = 0n } = row ?? {}
  return { balance, tax, fees, net: balance - fees }
}

/** The steps by which a pledge's or subscription's money went, as the platform sees them, in order. */
export const platformView = (
  { db }: Reader,
  about: About,
  { first = 50, after }: { first?: number; after?: string } = {},
): Promise<PlatformLine[]> =>
  db.$queryRaw<PlatformLine[]>(Prisma.sql`
    SELECT transaction.id AS "transactionId", upper(transaction.kind::text) AS kind,
      transaction.posted_at AS "postedAt", entry.currency, ${platformSums}
    FROM ${joined}
    WHERE ${rowsAbout(about)} AND transaction.kind <> 'settlement' ${afterPlace(after)}
    GROUP BY transaction.id, entry.currency ORDER BY transaction.id LIMIT ${Math.min(first, 1_000)}`)

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

const stepsOf = (payeeAccountId: string, page: ReceiverPage) => {
  const { first = 50, after, before, isLatestFirst = false } = page
  return Prisma.sql`
    SELECT id, kind, posted_at, pledge_id, subscription_id FROM ledger_transaction transaction
    WHERE payee_account_id = ${payeeAccountId}::uuid AND kind <> 'settlement' ${afterPlace(after)}
      ${before ? Prisma.sql`AND transaction.id < ${before}::uuid` : Prisma.empty}
    ORDER BY id ${isLatestFirst ? Prisma.sql`DESC` : Prisma.empty} LIMIT ${Math.min(first, 1_000)}`
}

/**
 * The steps by which a payee's money came and went, in order. What the processor has moved for a
 * transfer stands beside the transfer.
 */
export const receiverView = (
  { db }: Reader,
  payeeAccountId: string,
  page: ReceiverPage = {},
): Promise<ReceiverLine[]> =>
  db.$queryRaw<ReceiverLine[]>(Prisma.sql`
    WITH step AS (${stepsOf(payeeAccountId, page)})
    SELECT step.id AS "transactionId", upper(step.kind::text) AS kind, step.posted_at AS "postedAt",
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
    ORDER BY step.id ${page.isLatestFirst ? Prisma.sql`DESC` : Prisma.empty}`)
