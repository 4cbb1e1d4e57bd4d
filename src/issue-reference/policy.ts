import type { Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as pullRequestPolicy from '#pull-request/policy.ts'

/** Who may see an issue may see what refers to it. */
export const readable = (viewer: Viewer): Prisma.IssueReferenceWhereInput => ({
  issue: issuePolicy.readable(viewer),
  OR: [{ pullRequestId: null }, { pullRequest: pullRequestPolicy.readable(viewer) }],
})
