import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { readJson } from '#lib/body.ts'
import { ExpectedError } from '#lib/errors.ts'
import type { Route } from '#lib/http.ts'
import { isOwnMachine } from '#lib/own-machine.ts'
import * as users from '#user/service.ts'
import { forgetCookie, sessionCookie } from './cookie.ts'
import * as sessions from './service.ts'

/** Ends the session of this browser for real; whoever kept its token can do nothing with it. */
const logOut = async (ctx: Ctx): Promise<Response> => {
  const { viewer } = ctx
  if (viewer.kind === 'user' && viewer.sessionId) {
    await sessions.revoke(ctx, viewer.userId, viewer.sessionId)
  }
  return new Response(null, { status: 204, headers: { 'set-cookie': forgetCookie(ctx) } })
}

const demoSignIn = z.object({ login: z.string().max(100) })

/**
 * In development alone, and on one's own machine alone: signs in as anybody, without asking. The
 * router has made sure that a page of the API itself sends it.
 */
const signInAs = async (ctx: Ctx, request: Request): Promise<Response> => {
  const { data } = demoSignIn.safeParse(await readJson(ctx, request, 1_000))
  const isAllowed = ctx.config.NODE_ENV === 'development' && isOwnMachine(ctx, request)
  const user = isAllowed && data ? await users.findByLogin(ctx, data.login) : null
  if (!user) throw new ExpectedError('NOT_FOUND', 'Not found')
  const userAgent = request.headers.get('user-agent')
  const { token } = await ctx.transaction((tx) =>
    sessions.create(tx, { userId: user.id, userAgent }),
  )
  return new Response(null, { status: 204, headers: { 'set-cookie': sessionCookie(ctx, token) } })
}

export const routes: Route<Ctx>[] = [
  { method: 'POST', path: '/auth/logout', from: 'page', handle: logOut },
  { method: 'POST', path: '/dev/sign-in', from: 'own-page', isHidden: true, handle: signInAs },
]
