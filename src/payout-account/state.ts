import type Stripe from 'stripe'
import type { Tx } from '#context.ts'
import type { PayoutAccount, Prisma } from '#generated/prisma/client.ts'
import { storable } from '#lib/json.ts'

/** What is kept in the column `data`. */
export type AccountData = {
  /** When the processor was asked for it, by our database's clock, in microseconds. */
  askedAt?: number
  /** What it answered. */
  account?: object
}

/** How Stripe shows an account, as far as we know; null if not. */
export const shownName = ({ data }: Pick<PayoutAccount, 'data'>): string | null => {
  const { account } = data as { account?: { business_profile?: { name?: string | null } | null } }
  return account?.business_profile?.name ?? null
}

/** What Stripe says of an account, or null where it is not ours any more. */
export type Reading = { account: Stripe.Account | null; askedAt: number }

type Facts = Pick<
  PayoutAccount,
  'isDetailsSubmitted' | 'isChargesEnabled' | 'isPayoutsEnabled' | 'currency'
>

/** Without the capability a transfer would be refused ("Account capabilities"). */
const mayReceive = ({ capabilities }: Stripe.Account) =>
  capabilities?.transfers === undefined || capabilities.transfers === 'active'

const isReady = (facts: Facts) =>
  Boolean(facts.currency) &&
  facts.isDetailsSubmitted &&
  facts.isChargesEnabled &&
  facts.isPayoutsEnabled

/** The columns of an account as Stripe describes it ("The Account object"). */
const columnsOf = (account: Stripe.Account | null) => {
  if (!account) {
    return {
      status: 'ONBOARDING_STARTED',
      isDetailsSubmitted: false,
      isChargesEnabled: false,
      isPayoutsEnabled: false,
    } satisfies Prisma.PayoutAccountUpdateInput
  }
  const facts = {
    currency: account.default_currency ?? null,
    isDetailsSubmitted: account.details_submitted,
    isChargesEnabled: account.charges_enabled,
    isPayoutsEnabled: account.payouts_enabled,
  }
  return {
    ...facts,
    status: isReady(facts) && mayReceive(account) ? 'ACTIVE' : 'ONBOARDING_STARTED',
    stripeId: account.id,
    email: account.email,
    country: account.country ?? null,
    businessType: account.business_type ?? null,
  } satisfies Prisma.PayoutAccountUpdateInput
}

/**
 * Brings a row, which is locked, to what Stripe says of it. An answer that was asked for before the
 * one we have changes nothing: every change is told by a webhook, which asks after it.
 */
export const apply = async (tx: Tx, row: PayoutAccount, reading: Reading): Promise<void> => {
  const known = row.data as AccountData
  if (reading.askedAt < (known.askedAt ?? 0)) return
  const columns = columnsOf(reading.account)
  const data = storable({ ...known, ...reading, account: reading.account ?? known.account })
  await tx.db.payoutAccount.update({
    where: { id: row.id },
    data: { ...columns, data: data as Prisma.InputJsonObject },
  })
  if (columns.status === 'ACTIVE' && row.status !== 'ACTIVE') {
    await tx.emit('payout_account.activated', { payoutAccountId: row.id })
  }
}

/** Now, by the clock that all processes share, in microseconds. */
export const databaseTime = async ({ db }: Pick<Tx, 'db'>): Promise<number> => {
  const [row] = await db.$queryRaw<{ now: bigint }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now`
  return Number(row?.now)
}
