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
