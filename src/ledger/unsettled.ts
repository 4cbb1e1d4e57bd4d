import type { Prisma } from '#generated/prisma/client.ts'

/**
 * Transfers and reversals that the processor should do and has not done. Those of the platform's
 * part alone move nothing, and what is written off is given up until that is undone.
 */
export const unsettled = {
  kind: { in: ['TRANSFER', 'TRANSFER_REVERSAL'] },
  processor: 'STRIPE',
  entries: { some: { account: { kind: 'PAYABLE' } } },
  later: {
    none: { OR: [{ kind: 'SETTLEMENT' }, { kind: 'ADJUSTMENT', later: { none: {} } }] },
  },
} satisfies Prisma.LedgerTransactionWhereInput

/** Transfers and reversals of which we have to send the money ourselves, and have not. */
export const unpaidByHand = {
  kind: { in: ['TRANSFER', 'TRANSFER_REVERSAL'] },
  processor: 'OPEN_COLLECTIVE',
  entries: { some: { account: { kind: 'PAYABLE' } } },
  settledBy: { none: {} },
} satisfies Prisma.LedgerTransactionWhereInput
