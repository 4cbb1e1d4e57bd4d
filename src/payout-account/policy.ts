import type { PayoutAccount, Prisma } from '#generated/prisma/client.ts'
import { administers, belongsTo, nobody, personWith, type Viewer } from '#lib/viewer.ts'

/** Staff, who pay collectives and write off what an account can't give back. */
const isStaff = (viewer: Viewer) => viewer.kind === 'user' && viewer.isStaff

/**
 * The person whose account it is sees it, and so does who belongs to the organization now, one that
 * was replaced too; and staff.
 */
export const readable = (viewer: Viewer): Prisma.PayoutAccountWhereInput => {
  if (isStaff(viewer)) return {}
  const userId = personWith(viewer, 'payouts:read')?.userId ?? nobody
  const theirs = { memberships: { some: { userId, deletedAt: null } } }
  return {
    OR: [
      ...[{ userId }, { organization: theirs }],
      ...[{ formerUserId: userId }, { formerOrganization: theirs }],
    ],
  }
}

/** Whether the viewer sees the account of an organization. */
export const canReadOf = (viewer: Viewer, organizationId: string) =>
  isStaff(viewer) || belongsTo(viewer, 'payouts:read', organizationId)

/** Whether the viewer may open an account for an organization: they administer it now. */
export const canOpenFor = (viewer: Viewer, organizationId: string) =>
  administers(viewer, 'payouts:write', organizationId)

/** Whose an account is, or was before another one took its place. */
export type Owners = Pick<
  PayoutAccount,
  'userId' | 'organizationId' | 'formerUserId' | 'formerOrganizationId'
>

/** The columns of `Owners`, for a Prisma `select`. */
export const owners = {
  userId: true,
  organizationId: true,
  formerUserId: true,
  formerOrganizationId: true,
} as const

/**
 * Whether the viewer may have an account changed: it is theirs, or that of an organization that
 * they administer now. Who opened it and left may not.
 */
export const canAdminister = (viewer: Viewer, account: Owners): boolean => {
  const organizationId = account.organizationId ?? account.formerOrganizationId
  if (organizationId !== null) return canOpenFor(viewer, organizationId)
  const userId = account.userId ?? account.formerUserId
  return userId !== null && personWith(viewer, 'payouts:write')?.userId === userId
}
