import type { Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import { nobody, personWith, type Viewer } from '#lib/viewer.ts'
import * as pledgePolicy from '#pledge/policy.ts'

/** The issues that the viewer may see. */
export const issueReadable = issuePolicy.readable

/** The pledges that the viewer may see: who gets a share of one need not. */
export const pledgeReadable = pledgePolicy.readable

/** Admins of its organization say that an issue is solved, and by whom. */
export const canSplit = issuePolicy.canWrite

/** Staff, and the server itself. */
const isTrusted = (viewer: Viewer) =>
  viewer.kind === 'system' || (viewer.kind === 'user' && viewer.isStaff)

/** A share is the viewer's own, or that of an organization that they belong to. */
const receivedBy = (userId: string): Prisma.IssueRewardWhereInput[] => [
  { userId },
  { organization: { memberships: { some: { userId, deletedAt: null } } } },
]

/** Who may see an issue may see who gets which share; receivers see their own anyway. */
export const issueRewardReadable = (viewer: Viewer): Prisma.IssueRewardWhereInput => {
  if (isTrusted(viewer)) return {}
  const person = personWith(viewer, 'payouts:read')
  return {
    OR: [{ issue: issueReadable(viewer) }, ...(person ? receivedBy(person.userId) : [])],
  }
}

/** The receiver, members of an organization that receives, and admins of the issue's organization. */
export const readable = (viewer: Viewer): Prisma.RewardWhereInput => {
  if (isTrusted(viewer)) return {}
  const person = personWith(viewer, 'payouts:read')
  if (!person) return { id: nobody }
  const { userId } = person
  const administered = { memberships: { some: { userId, isAdmin: true, deletedAt: null } } }
  return {
    issueReward: {
      OR: [...receivedBy(userId), { issue: { organization: administered } }],
    },
  }
}
