import type { Prisma } from '#generated/prisma/client.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as repositoryPolicy from '#repository/policy.ts'

/** Who may see the issues of a repository may see its pull requests. */
export const readable = (viewer: Viewer): Prisma.PullRequestWhereInput => ({
  deletedAt: null,
  repository: repositoryPolicy.readable(viewer, 'issues:read'),
})
