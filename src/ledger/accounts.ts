import type { LedgerAccountKind, LedgerProcessor } from '#generated/prisma/client.ts'

/** An account by what identifies it; it is opened when something is first posted to it. */
export type AccountName = { kind: LedgerAccountKind; owner: string; currency: string }

/**
 * The side on which an account of a kind grows: assets and expenses are debit, which is positive
 * in entries; liabilities and revenue are credit.
 */
export const sideOf: Record<LedgerAccountKind, 'debit' | 'credit'> = {
  PROCESSOR_BALANCE: 'debit',
  PAYEE_BALANCE: 'debit',
  CURRENCY_CONVERSION: 'debit',
  BACKER_FUNDS: 'credit',
  PAYABLE: 'credit',
  TAX_PAYABLE: 'credit',
  PLATFORM_REVENUE: 'credit',
  PROCESSOR_FEES: 'debit',
  DISPUTE_LOSSES: 'debit',
}

/** Kinds of which no account may be below zero on its own side, in the order of any events. */
export const neverNegative = [
  'BACKER_FUNDS',
  'TAX_PAYABLE',
  'PROCESSOR_FEES',
  'DISPUTE_LOSSES',
] as const satisfies LedgerAccountKind[]

/** A sum of entries as people read it: positive is the side on which the kind grows. */
export const onItsSide = (kind: LedgerAccountKind, amount: bigint) =>
  sideOf[kind] === 'debit' ? amount : -amount

const platform = 'platform'

const ownerOfProcessor = (processor: LedgerProcessor) => processor.toLowerCase()

export const processorBalance = (processor: LedgerProcessor, currency: string): AccountName => ({
  kind: 'PROCESSOR_BALANCE',
  owner: ownerOfProcessor(processor),
  currency,
})

export const processorFees = (processor: LedgerProcessor, currency: string): AccountName => ({
  kind: 'PROCESSOR_FEES',
  owner: ownerOfProcessor(processor),
  currency,
})

/** `fund` is the id of the pledge or subscription that was paid. */
export const backerFunds = (fund: string, currency: string): AccountName => ({
  kind: 'BACKER_FUNDS',
  owner: fund,
  currency,
})

export const payable = (payeeAccountId: string, currency: string): AccountName => ({
  kind: 'PAYABLE',
  owner: payeeAccountId,
  currency,
})

export const payeeBalance = (payeeAccountId: string, currency: string): AccountName => ({
  kind: 'PAYEE_BALANCE',
  owner: payeeAccountId,
  currency,
})

export const conversion = (payeeAccountId: string, currency: string): AccountName => ({
  kind: 'CURRENCY_CONVERSION',
  owner: payeeAccountId,
  currency,
})

/** Taxes of one country, or of one state of it; those of an unknown place together. */
export const taxPayable = (
  place: { taxCountry?: string | null; taxState?: string | null },
  currency: string,
): AccountName => ({
  kind: 'TAX_PAYABLE',
  owner: [place.taxCountry ?? 'unknown', ...(place.taxState ? [place.taxState] : [])].join('-'),
  currency,
})

export const platformRevenue = (currency: string): AccountName => ({
  kind: 'PLATFORM_REVENUE',
  owner: platform,
  currency,
})

export const disputeLosses = (currency: string): AccountName => ({
  kind: 'DISPUTE_LOSSES',
  owner: platform,
  currency,
})
