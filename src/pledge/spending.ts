import type { Ctx, Tx } from '#context.ts'
import { createBatch } from '#lib/batch.ts'
import { personOf } from '#lib/viewer.ts'
import { monthOf } from './month.ts'

/** Cents pledged in the name of an organization in a month, in any state: by one person, and by all. */
export type Spent = { byPerson: bigint; byAll: bigint }

const nothing: Spent = { byPerson: 0n, byAll: 0n }

type Row = Spent & { id: string }

/** What was pledged this month (UTC) in the name of organizations, by their ids; of which by whom. */
export const spendingOf = async (
  { db }: Pick<Tx, 'db'> | Pick<Ctx, 'db'>,
  { organizationIds, userId }: { organizationIds: string[]; userId: string },
): Promise<Map<string, Spent>> => {
  const { start, end } = monthOf(new Date())
  const rows = await db.$queryRaw<Row[]>`
    SELECT by_organization_id AS id, sum(amount)::bigint AS "byAll",
      coalesce(sum(amount) FILTER (WHERE created_by_id = ${userId}::uuid), 0)::bigint AS "byPerson"
    FROM pledge
    WHERE by_organization_id = ANY(${organizationIds}::uuid[])
      AND created_at >= ${start} AND created_at < ${end}
    GROUP BY by_organization_id`
  return new Map(rows.map((row) => [row.id, row]))
}

/** The same of one organization. */
export const spentIn = async (
  ctx: Pick<Tx, 'db'>,
  organizationId: string,
  userId: string,
): Promise<Spent> => {
  const spending = await spendingOf(ctx, { organizationIds: [organizationId], userId })
  return spending.get(organizationId) ?? nothing
}

/** The same of many, with what the viewer has pledged; one statement for all asked at once. */
export const spentByViewerIn = createBatch<Ctx, Spent>(
  (ctx, organizationIds) => spendingOf(ctx, { organizationIds, userId: personOf(ctx).userId }),
  nothing,
)
