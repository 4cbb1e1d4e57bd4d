import { Prisma } from '#generated/prisma/client.ts'
import { administers, nobody, personWith, type Viewer } from '#lib/viewer.ts'
import * as repositoryPolicy from '#repository/policy.ts'

/** Who may see a repository may see its issues. */
export const readable = (viewer: Viewer): Prisma.IssueWhereInput => ({
  deletedAt: null,
  repository: repositoryPolicy.readable(viewer, 'issues:read'),
})

/** The rule of `readable` for hand-written SQL, in which `i` is the issue, `r` its repository. */
export const readableSql = (viewer: Viewer): Prisma.Sql =>
  Prisma.sql`i.deleted_at IS NULL AND ${repositoryPolicy.readableSql(viewer, 'issues:read')}`

/** Admins of its organization may change an issue. */
export const canWrite = (viewer: Viewer, { organizationId }: { organizationId: string }) =>
  administers(viewer, 'issues:write', organizationId)

/** The issues of organizations that the viewer is a member of. */
export const readableAsMember = (viewer: Viewer): Prisma.IssueWhereInput => {
  const userId = personWith(viewer, 'issues:read')?.userId ?? nobody
  return {
    AND: [
      readable(viewer),
      { organization: { memberships: { some: { userId, deletedAt: null } } } },
    ],
  }
}
