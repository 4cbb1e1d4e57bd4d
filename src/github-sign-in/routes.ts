import type { Ctx } from '#context.ts'
import { SignInCodeRejected } from '#github/errors.ts'
import { githubOf } from '#github/service.ts'
import { readBody } from '#lib/body.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'
import { ExpectedError } from '#lib/errors.ts'
import type { Route } from '#lib/http.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import { personOf } from '#lib/viewer.ts'
import * as pledges from '#pledge/service.ts'
import { sessionCookie } from '#session/service.ts'
import { GithubSignInUnavailable, InvalidSignInState, SignInRefused } from './errors.ts'
import * as signIns from './service.ts'
import { readState, type SignInState, stateLifetimeSeconds, writeState } from './state.ts'

const callbackPath = '/auth/github/callback'

/** A form with an address to return to. */
const maximumFormBytes = 10_000

const nonceCookie = 'polar_github_nonce'

const nonceHeader = ({ sites }: Ctx, nonce: string, maxAge: number) =>
  writeCookie(sites.api, nonceCookie, nonce, { maxAge, path: '/auth/github' })

const redirect = (location: string, cookies: string[]) => {
  // The address may hold a secret.
  const headers = new Headers({
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/**
 * Sends the browser to GitHub. Without PUBLIC_URL, GitHub sends it back to the callback that the
 * App registered, under whatever name of this machine.
 */
const sendToGithub = async (ctx: Ctx, state: Omit<SignInState, 'api'>): Promise<Response> => {
  const { SECRET, PUBLIC_URL, publicUrl } = ctx.config
  const { token, nonce } = await writeState(SECRET, { ...state, api: ctx.sites.api })
  const { url } = githubOf(ctx).oauth.getWebFlowAuthorizationUrl({
    state: token,
    ...(PUBLIC_URL && { redirectUrl: `${publicUrl}${callbackPath}` }),
  })
  return redirect(url, [nonceHeader(ctx, nonce, stateLifetimeSeconds)])
}

/** Begins an ordinary sign-in, whoever is signed in; it never connects an account to them. */
const startSignIn = async (ctx: Ctx, request: Request): Promise<Response> => {
  if (!ctx.config.GITHUB_CLIENT_ID) throw new GithubSignInUnavailable()
  const { searchParams } = new URL(request.url)
  const returnTo = safeReturnAddress(searchParams.get('return_to'), ctx.sites)
  return sendToGithub(ctx, { returnTo, link: null })
}

/** Begins to connect an account: a form of a page on which its user is signed in. */
const startLink = async (ctx: Ctx, request: Request): Promise<Response> => {
  if (!ctx.config.GITHUB_CLIENT_ID) throw new GithubSignInUnavailable()
  const { sessionId, userId } = personOf(ctx)
  if (!sessionId) throw new ExpectedError('FORBIDDEN', 'A token can’t connect an account')
  const form = new URLSearchParams((await readBody(ctx, request, maximumFormBytes)).toString())
  const returnTo = safeReturnAddress(form.get('return_to'), ctx.sites)
  return sendToGithub(ctx, { returnTo, link: { userId, sessionId } })
}

/** The code that GitHub sent back. Throws SignInRefused, SignInCodeRejected. */
const codeIn = (params: URLSearchParams): string => {
  const error = params.get('error')
  if (error) throw new SignInRefused(params.get('error_description') ?? error)
  const code = params.get('code')
  if (!code) throw new SignInCodeRejected('there is no code')
  return code
}

/** Where GitHub sends the browser back to: signs it in or connects the account, and sends it on. */
const finish = async (ctx: Ctx, request: Request): Promise<Response> => {
  const { searchParams, search } = new URL(request.url)
  const { state, isOf } = await readState(ctx.config.SECRET, searchParams.get('state'))
  // Under another name of this machine: handed over to the one where it began and where the nonce
  // is. That works once, as GitHub takes the code once.
  if (state.api !== ctx.sites.api) return redirect(`${state.api}${callbackPath}${search}`, [])
  if (!isOf(readCookie(request.headers.get('cookie'), ctx.sites.api, nonceCookie))) {
    throw new InvalidSignInState()
  }
  const code = codeIn(searchParams)
  const forgetNonce = nonceHeader(ctx, '', 0)
  if (state.link) {
    const isSameSession =
      ctx.viewer.kind === 'user' && ctx.viewer.sessionId === state.link.sessionId
    if (!isSameSession) throw new InvalidSignInState()
    await signIns.link(ctx, { code, userId: state.link.userId })
    return redirect(state.returnTo, [forgetNonce])
  }
  const pledgeClaim = pledges.claimIn(ctx, request.headers)
  const { sessionToken } = await signIns.signIn(ctx, {
    code,
    pledgeClaim,
    userAgent: request.headers.get('user-agent'),
  })
  return redirect(state.returnTo, [
    sessionCookie(ctx, sessionToken),
    forgetNonce,
    ...(pledgeClaim ? [pledges.forgetClaimCookie(ctx)] : []),
  ])
}

export const routes: Route<Ctx>[] = [
  { method: 'GET', path: '/auth/github', handle: startSignIn },
  { method: 'POST', path: '/auth/github/link', from: 'page', handle: startLink },
  { method: 'GET', path: callbackPath, handle: finish },
]
