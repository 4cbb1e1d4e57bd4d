import type { Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import type { Viewer } from '#lib/viewer.ts'

/** Who may see both issues may see that one depends on the other. */
export const readable = (viewer: Viewer): Prisma.IssueDependencyWhereInput => ({
  dependentIssue: issuePolicy.readable(viewer),
  dependencyIssue: issuePolicy.readable(viewer),
})
