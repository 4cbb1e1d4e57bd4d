import type {
  LedgerProcessor,
  LedgerTransaction,
  LedgerTransactionKind,
} from '#generated/prisma/client.ts'
import { type AccountName, conversion } from './accounts.ts'
import { NotBalanced } from './errors.ts'

/** What caused a transaction: ids of rows of other domains, and of things at the processor. */
export type Causes = Partial<
  Pick<
    LedgerTransaction,
    | 'pledgeId'
    | 'subscriptionId'
    | 'issueRewardId'
    | 'payeeAccountId'
    | 'paymentUserId'
    | 'paymentOrganizationId'
    | 'taxCountry'
    | 'taxState'
    | 'customerId'
    | 'chargeId'
    | 'refundId'
    | 'disputeId'
    | 'transferId'
    | 'transferReversalId'
    | 'payoutId'
    | 'paymentId'
    | 'originalId'
    | 'causeId'
  >
>

/** Positive is debit, negative credit, in the smallest unit of the account's currency. */
export type Entry = {
  account: AccountName
  amount: bigint
  /** Of a payout: the transfer or reversal that this entry pays. */
  settlesId?: string
}

export type Posting = {
  kind: LedgerTransactionKind
  /** The same key posts once. Derived from the row or event that causes it. */
  key: string
  causes?: Causes
  entries: Entry[]
  processor?: LedgerProcessor
  feeBasisPoints?: number | null
  note?: string
  /**
   * What makes a repetition the same as the first posting. Default: all of the above, which is
   * wrong where entries follow from the state of the books.
   */
  request?: unknown
}

const identity = ({ account, settlesId = '' }: Entry) =>
  [account.kind, account.owner, account.currency, settlesId].join('\n')

/** Entries with one for each account (and each thing that is paid), none of them zero. */
export const condensed = (entries: Entry[]): Entry[] => {
  const byAccount = new Map<string, Entry>()
  for (const entry of entries) {
    const before = byAccount.get(identity(entry))?.amount ?? 0n
    byAccount.set(identity(entry), { ...entry, amount: before + entry.amount })
  }
  return [...byAccount.values()].filter(({ amount }) => amount !== 0n)
}

/** Throws NotBalanced unless there are entries and they sum to zero in each currency. */
export const requireBalance = (entries: Entry[]) => {
  if (entries.length === 0) throw new NotBalanced('Nothing would be posted')
  const totals = new Map<string, bigint>()
  for (const { account, amount } of entries) {
    totals.set(account.currency, (totals.get(account.currency) ?? 0n) + amount)
  }
  const off = [...totals].filter(([, total]) => total !== 0n)
  if (off.length === 0) return
  const facts = off.map(([currency, total]) => `${total} ${currency}`).join(', ')
  throw new NotBalanced(`The entries do not balance: they sum to ${facts}`)
}

/**
 * Money goes from some accounts into another, perhaps as an amount of another currency: the payee's
 * conversion accounts take the difference. Nothing is left of them if both are the same.
 */
export const exchanged = (payeeAccountId: string, from: Entry[], to: Entry): Entry[] => [
  ...from.flatMap((entry) => [
    entry,
    { account: conversion(payeeAccountId, entry.account.currency), amount: -entry.amount },
  ]),
  { account: conversion(payeeAccountId, to.account.currency), amount: -to.amount },
  to,
]
