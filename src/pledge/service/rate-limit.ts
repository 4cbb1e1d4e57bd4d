import type { Ctx } from '#context.ts'
import type { LimitName } from '#lib/rate-limits.ts'

/** Counts what one person, or one client that we don't know, does. Throws RateLimited. */
export const countUse = (ctx: Ctx, limit: LimitName): Promise<void> => {
  const who = ctx.viewer.kind === 'user' ? ctx.viewer.userId : (ctx.clientIp ?? 'unknown')
  return ctx.limits.use(limit, who)
}
