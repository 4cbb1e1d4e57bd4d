import type { Ctx } from '#context.ts'
import type { Issue } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import { createBatch } from '#lib/batch.ts'
import * as policy from './policy.ts'

export type Line = ledger.PayeeLine & { id: string }

const withId = (line: ledger.PayeeLine): Line => ({ ...line, id: line.transactionId })

const pageOf = createBatch<Ctx, Line[]>(async (ctx, wanted) => {
  const found = new Map<string, Line[]>()
  const pages = Map.groupBy(
    wanted.map((key) => JSON.parse(key) as [string, string]),
    ([, page]) => page,
  )
  for (const [page, accounts] of pages) {
    const ids = accounts.map(([id]) => id)
    const lines = await ledger.receiverViews(ctx, ids, JSON.parse(page) as ledger.ReceiverPage)
    const byAccount = Map.groupBy(lines.map(withId), ({ payeeAccountId }) => payeeAccountId)
    for (const [id, each] of byAccount) found.set(JSON.stringify([id, page]), each)
  }
  return found
}, [])

/** A page of an account's statement; a statement for all accounts of which the same page is asked. */
export const linesOf = (ctx: Ctx, payoutAccountId: string, page: ledger.ReceiverPage) =>
  pageOf(ctx, JSON.stringify([payoutAccountId, JSON.stringify(page)]))

/** Lines by their ids, of accounts that the viewer may see. */
export const readableLines = async (ctx: Ctx, ids: string[]): Promise<Line[]> => {
  const lines = await ledger.receiverLines(ctx, ids)
  const accounts = await ctx.db.payoutAccount.findMany({
    where: {
      AND: [
        policy.accountReadable(ctx.viewer),
        { id: { in: lines.map(({ payeeAccountId }) => payeeAccountId) } },
      ],
    },
    select: { id: true },
  })
  const readable = new Set(accounts.map(({ id }) => id))
  return lines.filter(({ payeeAccountId }) => readable.has(payeeAccountId)).map(withId)
}

/** How many lines an account's statement has; one statement for all accounts. */
export const lineCountOf = createBatch<Ctx, number>(
  (ctx, ids) => ledger.receiverCounts(ctx, ids),
  0,
)

/** Whose request it is, and what it selects of an issue. */
type Asking = { ctx: Ctx; query: object }

const issues = createBatch<Asking, Issue | null>(async ({ ctx, query }, pledgeIds) => {
  const pledges = await ctx.db.pledge.findMany({
    where: { id: { in: pledgeIds } },
    select: { id: true, issueId: true },
  })
  const ids = [...new Set(pledges.map(({ issueId }) => issueId))]
  const found = await ctx.db.issue.findMany({
    ...query,
    where: { AND: [policy.issueReadable(ctx.viewer), { id: { in: ids } }] },
  })
  const byId = new Map(found.map((issue) => [issue.id, issue]))
  return new Map(pledges.map(({ id, issueId }) => [id, byId.get(issueId) ?? null]))
}, null)

const asking = new WeakMap<Ctx, Map<object, Asking>>()

/**
 * The issue of a pledge, if the viewer may see it, with what a field selects of it; two statements
 * for all lines. `field` is the field's place in the document: what it selects is the same for each.
 */
export const issueOf = async (ctx: Ctx, field: object, query: object, pledgeId: string | null) => {
  const fields = asking.get(ctx) ?? new Map<object, Asking>()
  asking.set(ctx, fields)
  // Spread at once: Prisma's plugin wants to see that each row's query is used.
  const asked = { ctx, query: { ...query } }
  const known = fields.get(field) ?? asked
  fields.set(field, known)
  return pledgeId ? issues(known, pledgeId) : null
}
