import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { syncAllOrganizations, syncOrganization } from './jobs.ts'
import * as memberships from './service.ts'

export const workers = [
  implementJob(syncOrganization, (ctx: Ctx, { organizationId }) =>
    memberships.synchronize(ctx, organizationId),
  ),
  implementJob(syncAllOrganizations, (ctx: Ctx) => memberships.sendAllSyncs(ctx)),
]
