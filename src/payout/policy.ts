import type { Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as accountPolicy from '#payout-account/policy.ts'

/** Issues that stand in a statement for who reads it: no more than they may see anyway. */
export const issueReadable = (viewer: Viewer): Prisma.IssueWhereInput =>
  issuePolicy.readable(viewer)

/** Who sees a payout account sees what came and went. */
export const accountReadable = (viewer: Viewer): Prisma.PayoutAccountWhereInput =>
  accountPolicy.readable(viewer)
