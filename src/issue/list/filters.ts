import { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as policy from '../policy.ts'

/** Which issues a list holds; what is null or undefined does not matter. */
export type Filter = {
  organization?: string | null
  repository?: string | null
  states?: ('OPEN' | 'CLOSED')[] | null
  hasPledgedAmount?: boolean | null
  hasPledgeBadge?: boolean | null
  milestone?: number | null
}

/** Who is not signed in searches what is alive: no archived repositories. */
const hidesArchived = (viewer: Viewer) => viewer.kind === 'anonymous'

/** A filter for Prisma; what the viewer may not see is never in it. */
export const whereOf = (viewer: Viewer, filter: Filter): Prisma.IssueWhereInput => {
  const { organization, repository, states, hasPledgedAmount, hasPledgeBadge, milestone } = filter
  const conditions: (Prisma.IssueWhereInput | false | null | undefined)[] = [
    policy.readable(viewer),
    hidesArchived(viewer) && { repository: { isArchived: false } },
    organization != null && { organization: { login: organization } },
    repository != null && { repository: { name: repository, isSuperseded: false } },
    states && { state: { in: states } },
    hasPledgedAmount != null && { pledgedAmountSum: hasPledgedAmount ? { gt: 0 } : { lte: 0 } },
    hasPledgeBadge != null && { pledgeBadgeEmbeddedAt: hasPledgeBadge ? { not: null } : null },
    milestone != null && { milestone: { path: ['number'], equals: milestone } },
  ]
  return { AND: conditions.filter((condition) => condition || false) as Prisma.IssueWhereInput[] }
}

/** The same in SQL, in which `i` is the issue, `r` its repository, `o` its organization. */
export const conditionsOf = (viewer: Viewer, filter: Filter): Prisma.Sql => {
  const { organization, repository, states, hasPledgedAmount, hasPledgeBadge, milestone } = filter
  const { sql } = Prisma
  const conditions = [
    policy.readableSql(viewer),
    hidesArchived(viewer) && sql`NOT r.is_archived`,
    organization != null && sql`o.login = ${organization}::citext`,
    repository != null && sql`r.name = ${repository}::citext AND NOT r.is_superseded`,
    states && sql`i.state::text = ANY(${states.map((state) => state.toLowerCase())})`,
    hasPledgedAmount != null && sql`(i.pledged_amount_sum > 0) = ${hasPledgedAmount}`,
    hasPledgeBadge != null && sql`(i.pledge_badge_embedded_at IS NOT NULL) = ${hasPledgeBadge}`,
    milestone != null && sql`(i.milestone ->> 'number')::int = ${milestone}`,
  ]
  return Prisma.join(
    conditions.filter((condition) => condition instanceof Prisma.Sql),
    ' AND ',
  )
}
