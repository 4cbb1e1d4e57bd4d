import type { Ctx } from '#context.ts'
import { SignInCodeRejected } from '#github/errors.ts'
import { githubOf } from '#github/service.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'
import type { Route } from '#lib/http.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import { PledgeNotFound } from '#pledge/errors.ts'
import { sessionCookie } from '#session/service.ts'
import { GithubSignInUnavailable, SignInRefused } from './errors.ts'
import * as signIns from './service.ts'
import { readState, stateLifetimeSeconds, writeState } from './state.ts'

const nonceCookie = 'polar_github_nonce'

const nonceHeader = ({ config }: Ctx, nonce: string, maxAge: number) =>
  writeCookie(nonceCookie, nonce, {
    maxAge,
    secure: config.publicUrl.startsWith('https:'),
    path: '/auth/github',
  })

const redirect = (location: string, cookies: string[]) => {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** Stripe's id of the payment whose pledge becomes theirs, if one is named. */
const paymentIn = (params: URLSearchParams): string | null => {
  const id = params.get('payment_intent_id') || null
  if (id && !/^pi_\w{1,250}$/.test(id)) throw new PledgeNotFound()
  return id
}

/** Sends the browser to GitHub. Who is signed in connects the account, unless asked otherwise. */
const start = async (ctx: Ctx, request: Request): Promise<Response> => {
  if (!ctx.config.GITHUB_CLIENT_ID) throw new GithubSignInUnavailable()
  const { searchParams } = new URL(request.url)
  const returnTo = safeReturnAddress(searchParams.get('return_to'), ctx.config)
  const linkUserId = ctx.viewer.kind === 'user' && ctx.viewer.sessionId ? ctx.viewer.userId : null
  const paymentIntentId = paymentIn(searchParams)
  const state = { returnTo, linkUserId, paymentIntentId }
  const { token, nonce } = await writeState(ctx.config.SECRET, state)
  const { url } = githubOf(ctx).oauth.getWebFlowAuthorizationUrl({
    state: token,
    redirectUrl: `${ctx.config.publicUrl}/auth/github/callback`,
  })
  return redirect(url, [nonceHeader(ctx, nonce, stateLifetimeSeconds)])
}

/** Where GitHub sends the browser back to: signs it in and sends it on. */
const finish = async (ctx: Ctx, request: Request): Promise<Response> => {
  const { searchParams } = new URL(request.url)
  const nonce = readCookie(request.headers.get('cookie'), nonceCookie)
  const state = await readState(ctx.config.SECRET, searchParams.get('state'), nonce)
  const error = searchParams.get('error')
  if (error) throw new SignInRefused(searchParams.get('error_description') ?? error)
  const code = searchParams.get('code')
  if (!code) throw new SignInCodeRejected('there is no code')
  const isSameUser = ctx.viewer.kind === 'user' && ctx.viewer.userId === state.linkUserId
  const { sessionToken } = await signIns.signIn(ctx, {
    code,
    linkUserId: isSameUser ? state.linkUserId : null,
    paymentIntentId: state.paymentIntentId,
    userAgent: request.headers.get('user-agent'),
  })
  return redirect(state.returnTo, [sessionCookie(ctx, sessionToken), nonceHeader(ctx, '', 0)])
}

export const routes: Route<Ctx>[] = [
  { method: 'GET', path: '/auth/github', handle: start },
  { method: 'GET', path: '/auth/github/callback', handle: finish },
]
