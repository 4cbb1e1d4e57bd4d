import type { Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import { administers, type Viewer } from '#lib/viewer.ts'
import * as repositoryPolicy from '#repository/policy.ts'

const isStaff = (viewer: Viewer) => viewer.kind === 'user' && viewer.isStaff

const isTrusted = (viewer: Viewer) => viewer.kind === 'system' || isStaff(viewer)

/** Admins of an organization, and staff, see the runs over its repositories. */
export const readable = (viewer: Viewer): Prisma.BadgeRunWhereInput => ({
  repository: isTrusted(viewer) ? { deletedAt: null } : repositoryPolicy.administered(viewer),
})

/** Admins of its organization see the badge settings of a repository. */
export const administered = (viewer: Viewer): Prisma.RepositoryWhereInput => ({
  ...repositoryPolicy.administered(viewer),
  isSuperseded: false,
})

/** Admins of an organization see its badge settings. */
export const canReadSettings = (viewer: Viewer, organizationId: string) =>
  administers(viewer, 'organizations:read', organizationId)

/** The issues whose badges the viewer may know of: staff may of all. */
export const visibleIssues = (viewer: Viewer): Prisma.IssueWhereInput =>
  isStaff(viewer)
    ? { deletedAt: null, repository: { deletedAt: null } }
    : issuePolicy.readable(viewer)

/** The repositories whose badges the viewer may know of: staff may of all. */
export const visibleRepositories = (viewer: Viewer): Prisma.RepositoryWhereInput =>
  isStaff(viewer) ? { deletedAt: null } : repositoryPolicy.readable(viewer)

/** Admins of its organization may give an issue a badge and a message. */
export const canChange = (viewer: Viewer, issue: { organizationId: string }) =>
  issuePolicy.canWrite(viewer, issue)

/** Staff may change the badge label too, but not where the repository decides for itself. */
export const canChangeLabel = (viewer: Viewer, issue: { organizationId: string }) =>
  canChange(viewer, issue) || isStaff(viewer)

/** Admins of its organization, and staff, may have the badges of a repository written anew. */
export const canRerender = (viewer: Viewer, repository: { organizationId: string }) =>
  repositoryPolicy.canWrite(viewer, repository) || isStaff(viewer)
