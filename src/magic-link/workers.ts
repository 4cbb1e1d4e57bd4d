import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { deleteExpiredMagicLinks, mailMagicLink } from './jobs.ts'
import * as magicLinks from './service.ts'

export const workers = [
  implementJob(mailMagicLink, (ctx: Ctx, { magicLinkId, api }) =>
    magicLinks.mail(ctx, magicLinkId, api),
  ),
  implementJob(deleteExpiredMagicLinks, (ctx: Ctx) => magicLinks.deleteExpired(ctx)),
]
