import type { Ctx } from '#context.ts'
import { createBatch } from '#lib/batch.ts'

/** Of the open issues and pull requests of one repository that we have. */
export type Counts = {
  issues: number
  pullRequests: number
  /** With a badge, and without the badge label. */
  autoEmbedded: number
  /** With a badge, and with the badge label. */
  labelEmbedded: number
}

type Row = Counts & { id: string }

/** The counts of a repository, by its id; one statement for all that are asked for at once. */
export const countsOf = createBatch<Ctx, Counts>(
  async (ctx, ids) => {
    const rows = await ctx.db.$queryRaw<Row[]>`
      SELECT r.id, i.*, p.*
      FROM unnest(${ids}::uuid[]) AS r (id)
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS issues,
          count(*) FILTER (WHERE embedded AND NOT has_pledge_badge_label)::int AS "autoEmbedded",
          count(*) FILTER (WHERE embedded AND has_pledge_badge_label)::int AS "labelEmbedded"
        FROM (
          SELECT pledge_badge_embedded_at IS NOT NULL AS embedded, has_pledge_badge_label
          FROM issue WHERE repository_id = r.id AND state = 'open' AND deleted_at IS NULL
        ) AS open
      ) AS i
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS "pullRequests" FROM pull_request
        WHERE repository_id = r.id AND state = 'open' AND deleted_at IS NULL
      ) AS p`
    return new Map(rows.map((row) => [row.id, row]))
  },
  { issues: 0, pullRequests: 0, autoEmbedded: 0, labelEmbedded: 0 },
)
