import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { refreshAllMetadata, refreshMetadata } from './jobs.ts'
import * as organizations from './service.ts'

export const workers = [
  implementJob(refreshMetadata, (ctx: Ctx, { organizationId }) =>
    organizations.refreshMetadata(ctx, organizationId),
  ),
  implementJob(refreshAllMetadata, (ctx: Ctx) => organizations.sendAllRefreshes(ctx)),
]
