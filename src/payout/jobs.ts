import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** The ledger's id of a transfer or of a reversal. */
const payload = z.object({ transactionId: z.uuid() })

/** It asks Stripe, so a worker takes one at a time. Later tries come by themselves, up to a minute. */
const queue = { batchSize: 1, retryLimit: 5, retryDelay: 2 }

/** Moves the money of a transfer of the ledger to its payee, and settles it. */
export const sendTransfer = defineJob({ name: 'payout.send_transfer', payload, queue })

/** Takes the money of a transfer reversal of the ledger back from its payee, and settles it. */
export const reverseTransfer = defineJob({ name: 'payout.reverse_transfer', payload, queue })

/**
 * Sends jobs for all transfers and reversals that should have been settled long ago; those of one
 * account at once, however young they are. `after` goes on where an earlier job has stopped.
 */
export const resendUnsettled = defineJob({
  name: 'payout.resend_unsettled',
  payload: z.object({ payoutAccountId: z.uuid().optional(), after: z.uuid().optional() }),
  schedule: '20 3 * * *',
})
