import type { Ctx } from '#context.ts'
import * as ledger from '#ledger/service.ts'
import { createBatch } from '#lib/batch.ts'

/** What an account is owed and has, account by account of the ledger; one statement for all. */
export const balancesOf = createBatch<Ctx, ledger.PayeeBalance[]>(async (ctx, ids) => {
  const balances = await ledger.payeeBalances(ctx, ids)
  return Map.groupBy(balances, ({ payeeAccountId }) => payeeAccountId)
}, [])
