import type { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as repositoryPolicy from '#repository/policy.ts'

/** Who may see a repository may see its issues. */
export const readable = (viewer: Viewer): Prisma.IssueWhereInput => ({
  deletedAt: null,
  repository: repositoryPolicy.readable(viewer, 'issues:read'),
})
