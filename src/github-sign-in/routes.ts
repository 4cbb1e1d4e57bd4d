import type { Ctx } from '#context.ts'
import { SignInCodeRejected } from '#github/errors.ts'
import { githubOf } from '#github/service.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'
import type { Route } from '#lib/http.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import * as pledges from '#pledge/service.ts'
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

/** Sends the browser to GitHub. Who is signed in connects the account, unless asked otherwise. */
const start = async (ctx: Ctx, request: Request): Promise<Response> => {
  if (!ctx.config.GITHUB_CLIENT_ID) throw new GithubSignInUnavailable()
  const { searchParams } = new URL(request.url)
  const returnTo = safeReturnAddress(searchParams.get('return_to'), ctx.config)
  const linkUserId = ctx.viewer.kind === 'user' && ctx.viewer.sessionId ? ctx.viewer.userId : null
  const state = { returnTo, linkUserId }
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
  const pledgeClaim = pledges.claimIn(request.headers)
  const { sessionToken } = await signIns.signIn(ctx, {
    code,
    linkUserId: isSameUser ? state.linkUserId : null,
    pledgeClaim,
    userAgent: request.headers.get('user-agent'),
  })
  return redirect(state.returnTo, [
    sessionCookie(ctx, sessionToken),
    nonceHeader(ctx, '', 0),
    ...(pledgeClaim ? [pledges.forgetClaimCookie(ctx)] : []),
  ])
}

export const routes: Route<Ctx>[] = [
  { method: 'GET', path: '/auth/github', handle: start },
  { method: 'GET', path: '/auth/github/callback', handle: finish },
]
