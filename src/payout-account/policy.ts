import type { Prisma } from '#generated/prisma/client.ts'
import { administers, belongsTo, nobody, personWith, type Viewer } from '#lib/viewer.ts'

/** Staff, who pay collectives and write off what an account can't give back. */
const isStaff = (viewer: Viewer) => viewer.kind === 'user' && viewer.isStaff

/** The person whose account it is sees it, and so does who belongs to the organization now; staff. */
export const readable = (viewer: Viewer): Prisma.PayoutAccountWhereInput => {
  if (isStaff(viewer)) return {}
  const userId = personWith(viewer, 'payouts:read')?.userId ?? nobody
  return {
    OR: [{ userId }, { organization: { memberships: { some: { userId, deletedAt: null } } } }],
  }
}

/** Whether the viewer sees the account of an organization. */
export const canReadOf = (viewer: Viewer, organizationId: string) =>
  isStaff(viewer) || belongsTo(viewer, 'payouts:read', organizationId)

/** Whether the viewer may open an account for an organization: they administer it now. */
export const canOpenFor = (viewer: Viewer, organizationId: string) =>
  administers(viewer, 'payouts:write', organizationId)

type Owner = { userId: string | null; organizationId: string | null }

/**
 * Whether the viewer may have an account changed: it is theirs, or that of an organization that
 * they administer now. Who opened it and left may not.
 */
export const canAdminister = (viewer: Viewer, { userId, organizationId }: Owner): boolean =>
  organizationId === null
    ? personWith(viewer, 'payouts:write')?.userId === userId
    : canOpenFor(viewer, organizationId)
