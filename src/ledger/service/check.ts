import type { Ctx } from '#context.ts'
import { faultsOf } from '../check.ts'

/**
 * Recomputes what must be true of the ledger. What is not is logged as errors, a line each, and
 * counted in the metric polar_ledger_faults.
 */
export const check = async (ctx: Ctx) => {
  const faults = await faultsOf(ctx)
  ctx.metrics.ledgerFaults.set(faults.length)
  for (const fault of faults) ctx.log.error({ fault }, 'The ledger is not right')
}
