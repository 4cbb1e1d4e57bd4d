import type { Pledge, Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import type { Scope } from '#lib/scopes.ts'
import { administers, belongsTo, nobody, personWith, type Viewer } from '#lib/viewer.ts'
import * as organizationPolicy from '#organization/policy.ts'
import * as repositoryPolicy from '#repository/policy.ts'

/** Whom a pledge concerns. */
export type Parties = Pick<
  Pledge,
  'organizationId' | 'byUserId' | 'byOrganizationId' | 'onBehalfOfOrganizationId'
>

/** The columns of `Parties`, for a Prisma `select`. */
export const parties = {
  organizationId: true,
  byUserId: true,
  byOrganizationId: true,
  onBehalfOfOrganizationId: true,
} as const

/** Staff, and the server itself. */
export const isTrusted = (viewer: Viewer): boolean =>
  viewer.kind === 'system' || (viewer.kind === 'user' && viewer.isStaff)

/**
 * Who pays, members of the organization that pays and of the one that receives. Not members of an
 * organization that is merely credited. Nobody sees what is not paid yet.
 */
export const readable = (viewer: Viewer): Prisma.PledgeWhereInput => {
  const paid: Prisma.PledgeWhereInput = { state: { not: 'INITIATED' } }
  if (isTrusted(viewer)) return paid
  const person = personWith(viewer, 'pledges:read')
  if (!person) return { id: nobody }
  const { userId } = person
  const theirs = { memberships: { some: { userId, deletedAt: null } } }
  return {
    ...paid,
    OR: [{ byUserId: userId }, { byOrganization: theirs }, { organization: theirs }],
  }
}

/**
 * Of the pledges that the viewer may see, those of which they may know who it is from: whoever looks
 * for what somebody pays must not find what that payer keeps from them.
 */
export const backerReadable = (viewer: Viewer): Prisma.PledgeWhereInput => {
  if (isTrusted(viewer)) return {}
  const person = personWith(viewer, 'pledges:read')
  if (!person) return { isAnonymous: false }
  const theirs = { in: [...person.memberOf] }
  return {
    OR: [
      { isAnonymous: false },
      { byUserId: person.userId },
      { byOrganizationId: theirs },
      { onBehalfOfOrganizationId: theirs },
    ],
  }
}

/** The issues that the viewer may see: a pledge names its issue to them alone. */
export const issueReadable = issuePolicy.readable

/** The organizations and repositories whose pledges the viewer may search for. */
export const organizationReadable = organizationPolicy.readable
export const repositoryReadable = repositoryPolicy.readable

/** Whether the viewer is the person that pays. */
const pays = (viewer: Viewer, scope: Scope, { byUserId }: Parties) =>
  byUserId !== null && personWith(viewer, scope)?.userId === byUserId

/** The organizations on the side of whoever pays. */
const sendersOf = ({ byOrganizationId, onBehalfOfOrganizationId }: Parties) =>
  [byOrganizationId, onBehalfOfOrganizationId].filter((id) => id !== null)

/** Who pays, and admins of the organization that pays or is credited. */
export const isSenderAdmin = (viewer: Viewer, pledge: Parties): boolean =>
  isTrusted(viewer) ||
  pays(viewer, 'pledges:read', pledge) ||
  sendersOf(pledge).some((id) => administers(viewer, 'pledges:read', id))

/** Who pays, and members of the organization that pays or is credited. */
export const isSenderMember = (viewer: Viewer, pledge: Parties): boolean =>
  isTrusted(viewer) ||
  pays(viewer, 'pledges:read', pledge) ||
  sendersOf(pledge).some((id) => belongsTo(viewer, 'pledges:read', id))

/** Admins of the organization that receives. */
export const isReceiverAdmin = (viewer: Viewer, pledge: Parties): boolean =>
  isTrusted(viewer) || administers(viewer, 'pledges:read', pledge.organizationId)

/** Who pays, and the admins on both sides. */
export const isPrincipal = (viewer: Viewer, pledge: Parties): boolean =>
  isSenderAdmin(viewer, pledge) || isReceiverAdmin(viewer, pledge)

/** Members of an organization may pledge in its name. */
export const canPledgeFor = (viewer: Viewer, organizationId: string): boolean =>
  belongsTo(viewer, 'pledges:write', organizationId)

/** Who pays, and admins of the organization that does, decide about it and object to its payout. */
export const canDecide = (viewer: Viewer, pledge: Parties): boolean =>
  pays(viewer, 'pledges:write', pledge) ||
  (pledge.byOrganizationId !== null &&
    administers(viewer, 'pledges:write', pledge.byOrganizationId))

/** They, admins of the organization that receives, and staff may have its invoice sent. */
export const canWrite = (viewer: Viewer, pledge: Parties): boolean =>
  isTrusted(viewer) ||
  canDecide(viewer, pledge) ||
  administers(viewer, 'pledges:write', pledge.organizationId)

/** Members of an organization see what they have pledged in its name. */
export const canSeeOwnSpending = (viewer: Viewer, organizationId: string): boolean =>
  personWith(viewer, 'pledges:read')?.memberOf.has(organizationId) ?? false

/** Its admins see what all have. */
export const canSeeTotalSpending = (viewer: Viewer, organizationId: string): boolean =>
  personWith(viewer, 'pledges:read')?.adminOf.has(organizationId) ?? false
