import type { Prisma } from '#generated/prisma/client.ts'
import * as repositoryPolicy from '#repository/policy.ts'
import type { Viewer } from '#viewer.ts'

/** Who may see a repository may see its issues. */
export const readable = (viewer: Viewer): Prisma.IssueWhereInput => ({
  deletedAt: null,
  repository: repositoryPolicy.readable(viewer),
})
