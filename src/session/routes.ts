import type { Ctx } from '#context.ts'
import type { Route } from '#lib/http.ts'
import { forgetCookie } from './cookie.ts'
import * as sessions from './service.ts'

/** Ends the session of this browser for real; whoever kept its token can do nothing with it. */
const logOut = async (ctx: Ctx): Promise<Response> => {
  const { viewer } = ctx
  if (viewer.kind === 'user' && viewer.sessionId) {
    await sessions.revoke(ctx, viewer.userId, viewer.sessionId)
  }
  return new Response(null, { status: 204, headers: { 'set-cookie': forgetCookie(ctx) } })
}

export const routes: Route<Ctx>[] = [{ method: 'POST', path: '/auth/logout', handle: logOut }]
