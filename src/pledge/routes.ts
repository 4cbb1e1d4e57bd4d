import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { readJson } from '#lib/body.ts'
import { BadUserInput } from '#lib/errors.ts'
import type { Route } from '#lib/http.ts'
import { claimCookie } from './claim-cookie.ts'
import * as pledges from './service.ts'

const body = z.object({
  paymentIntentId: z.string().max(255),
  clientSecret: z.string().max(500),
})

const longestBody = 2_000

/**
 * Notes in the browser that it made a pledge; who signs in with GitHub next gets the pledge. The
 * client secret travels in the body alone: addresses end up in logs and histories.
 */
const claim = async (ctx: Ctx, request: Request): Promise<Response> => {
  const { data } = body.safeParse(await readJson(ctx, request, longestBody))
  if (!data) throw new BadUserInput('Send JSON with `paymentIntentId` and `clientSecret`')
  const token = await pledges.claimPledge(ctx, data)
  const headers = { 'set-cookie': claimCookie(ctx, token), 'cache-control': 'no-store' }
  return new Response(null, { status: 204, headers })
}

export const routes: Route<Ctx>[] = [
  { method: 'POST', path: '/auth/pledge', from: 'page', handle: claim },
]
