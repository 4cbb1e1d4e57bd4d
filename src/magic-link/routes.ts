import type { Ctx } from '#context.ts'
import { readBody } from '#lib/body.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'
import { hashToken, isSameSecret, randomToken } from '#lib/crypto.ts'
import type { Route } from '#lib/http.ts'
import { sessionCookie } from '#session/service.ts'
import * as users from '#user/service.ts'
import { StaleSignInPage } from './errors.ts'
import { signInPage } from './page.ts'
import * as magicLinks from './service.ts'

const path = '/auth/magic-link'

/** A form with two tokens. */
const maximumFormBytes = 10_000

const nonceCookie = 'polar_magic_link_nonce'

const nonceHeader = ({ sites }: Ctx, value: string) =>
  writeCookie(sites.api, nonceCookie, value, { maxAge: value ? 30 * 60 : 0, path })

/** What the form says to be the one that this browser was shown, for this link and this user. */
const nonceOf = ({ config, viewer }: Ctx, cookie: string, token: string) => {
  const session = viewer.kind === 'user' ? viewer.sessionId : null
  return hashToken(config.SECRET, `magic-link-form ${cookie} ${session} ${token}`)
}

const currentOf = async (ctx: Ctx, userId: string | undefined) => {
  if (ctx.viewer.kind !== 'user' || !ctx.viewer.sessionId) return null
  const { login, email } = await users.get(ctx, ctx.viewer.userId)
  return { login, email, isSame: ctx.viewer.userId === userId }
}

/** Shows what a magic link does; mail scanners and other sites' pages can do no more with it. */
const show = async (ctx: Ctx, request: Request): Promise<Response> => {
  const token = new URL(request.url).searchParams.get('token') ?? ''
  const { email, user, returnTo } = await magicLinks.find(ctx, token)
  const cookie = randomToken('')
  return signInPage({
    person: { login: user?.login ?? null, email },
    isNew: user === null,
    current: await currentOf(ctx, user?.id),
    token,
    nonce: nonceOf(ctx, cookie, token),
    cookie: nonceHeader(ctx, cookie),
    returnTo: returnTo ?? ctx.sites.frontend,
  })
}

/** The button of that page: signs the browser in and sends it on. */
const signIn = async (ctx: Ctx, request: Request): Promise<Response> => {
  const form = new URLSearchParams((await readBody(ctx, request, maximumFormBytes)).toString())
  const token = form.get('token') ?? ''
  const cookie = readCookie(request.headers.get('cookie'), ctx.sites.api, nonceCookie)
  if (!cookie || !isSameSecret(form.get('nonce') ?? '', nonceOf(ctx, cookie, token))) {
    throw new StaleSignInPage()
  }
  const userAgent = request.headers.get('user-agent')
  const { sessionToken, returnTo } = await magicLinks.redeem(ctx, { token, userAgent })
  const headers = new Headers({
    location: returnTo ?? ctx.sites.frontend,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  for (const header of [sessionCookie(ctx, sessionToken), nonceHeader(ctx, '')]) {
    headers.append('set-cookie', header)
  }
  return new Response(null, { status: 303, headers })
}

export const routes: Route<Ctx>[] = [
  { method: 'GET', path, handle: show },
  { method: 'POST', path, from: 'own-page', handle: signIn },
]
