import type { Ctx } from '#context.ts'
import { createBatch } from '#lib/batch.ts'
import * as policy from './policy.ts'

const present = (rows: { id: string }[]) => new Map(rows.map(({ id }) => [id, true]))

const onlyId = { select: { id: true } } as const

/** Whether the viewer may see an issue, by its id; one statement for all that are asked at once. */
export const canSeeIssue = createBatch<Ctx, boolean>(
  async ({ db, viewer }, ids) =>
    present(
      await db.issue.findMany({
        where: { AND: [policy.issueReadable(viewer), { id: { in: ids } }] },
        ...onlyId,
      }),
    ),
  false,
)

/** Whether the viewer may see a pledge, likewise. */
export const canSeePledge = createBatch<Ctx, boolean>(
  async ({ db, viewer }, ids) =>
    present(
      await db.pledge.findMany({
        where: { AND: [policy.pledgeReadable(viewer), { id: { in: ids } }] },
        ...onlyId,
      }),
    ),
  false,
)
