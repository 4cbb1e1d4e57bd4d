import type { Ctx } from '#context.ts'
import type { Route } from '#lib/http.ts'
import { sessionCookie } from '#session/service.ts'
import * as magicLinks from './service.ts'

/** Where a magic link leads: signs the browser in and sends it on. */
const signIn = async (ctx: Ctx, request: Request): Promise<Response> => {
  const token = new URL(request.url).searchParams.get('token') ?? ''
  const userAgent = request.headers.get('user-agent')
  const { sessionToken, returnTo } = await magicLinks.redeem(ctx, { token, userAgent })
  return new Response(null, {
    status: 303,
    headers: {
      location: returnTo ?? ctx.config.FRONTEND_URL,
      'set-cookie': sessionCookie(ctx, sessionToken),
      // The address held a secret.
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}

export const routes: Route<Ctx>[] = [{ method: 'GET', path: '/auth/magic-link', handle: signIn }]
