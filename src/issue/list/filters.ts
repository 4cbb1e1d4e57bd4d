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

/**
 * The conditions of a list in SQL, in which `i` is the issue, `r` its repository, `o` its
 * organization. What the viewer may not see never fulfils them.
 */
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
