import type { Ctx } from '#context.ts'
import { createBatch } from '#lib/batch.ts'
import * as policy from './policy.ts'

/** Whether the viewer may see an issue, by its id; one statement for all that are asked at once. */
export const canSeeIssue = createBatch<Ctx, boolean>(async (ctx, ids) => {
  const rows = await ctx.db.issue.findMany({
    where: { AND: [policy.issueReadable(ctx.viewer), { id: { in: ids } }] },
    select: { id: true },
  })
  return new Map(rows.map(({ id }) => [id, true]))
}, false)
