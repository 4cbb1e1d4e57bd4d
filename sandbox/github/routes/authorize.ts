import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { cookieOf, type Incoming, notFound, queryOf, type Reply } from '../http.ts'
import { accountByLogin } from '../lookups.ts'
import { authorizePage } from '../pages/authorize.ts'
import { avatar } from '../pages/avatar.ts'
import { notFoundPage, refusal } from '../pages/html.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { Authorization, Sandbox } from '../state.ts'
import { isLive, issueCode } from '../tokens.ts'
import { asPages } from './as-pages.ts'

const cookieName = 'github_sandbox'
const pageMs = 3_600_000

const authorizeQuery = z.strictObject({
  client_id: z.string().optional(),
  redirect_uri: z.string().optional(),
  state: z.string().optional(),
  scope: z.string().optional(),
  login: z.string().optional(),
  allow_signup: z.enum(['true', 'false']).optional(),
  prompt: z.literal('select_account').optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be 43 characters of base64url')
    .optional(),
  code_challenge_method: z.literal('S256').optional(),
})

const choiceBody = z.strictObject({
  authenticity_token: z.string(),
  login: z.string().optional(),
  cancel: z.string().optional(),
})

const random = () => randomBytes(32).toString('base64url')

const isBelow = (address: string, callback: string) => {
  if (!URL.canParse(address)) return false
  const { origin, pathname, search, hash, username, password } = new URL(address)
  const registered = new URL(callback)
  const base = registered.pathname.replace(/\/$/, '')
  return (
    origin === registered.origin &&
    (pathname === registered.pathname || pathname.startsWith(`${base}/`)) &&
    search === registered.search &&
    `${hash}${username}${password}` === ''
  )
}

/** Where to go back to: the address asked for if it is registered, else null. */
const redirectUriOf = (callbackUrls: string[], asked: string | undefined) => {
  if (asked === undefined) return callbackUrls[0] ?? null
  return callbackUrls.some((callback) => isBelow(asked, callback)) ? asked : null
}

const redirect = (address: string, parameters: Record<string, string | null>): Reply => {
  const target = new URL(address)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) target.searchParams.set(name, value)
  }
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } }
}

/** Sends the browser back with an error ("Troubleshooting authorization request errors"). */
const redirectError = (address: string, error: string, text: string, state: string | null) =>
  redirect(address, {
    error,
    error_description: text,
    error_uri: `https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-authorization-request-errors#${error.replaceAll('_', '-')}`,
    state,
  })

const showPage: Handle = (sandbox, incoming) => {
  const query = queryOf(incoming, authorizeQuery)
  const { config, state } = sandbox
  if (query.client_id !== config.clientId) return notFoundPage()
  const back = query.state ?? null
  const redirectUri = redirectUriOf(config.callbackUrls, query.redirect_uri)
  if (redirectUri === null) {
    const text = 'The redirect_uri MUST match the registered callback URL for this application.'
    return redirectError(config.callbackUrls[0] ?? '', 'redirect_uri_mismatch', text, back)
  }
  if ((query.code_challenge === undefined) !== (query.code_challenge_method === undefined)) {
    const text = 'code_challenge and code_challenge_method go together.'
    return redirectError(redirectUri, 'invalid_request', text, back)
  }
  const browser = cookieOf(incoming, cookieName) ?? random()
  const token = random()
  for (const [old, shown] of state.authorizations) {
    if (!isLive(shown)) state.authorizations.delete(old)
  }
  state.authorizations.set(token, {
    browser,
    redirectUri,
    state: back,
    codeChallenge: query.code_challenge ?? null,
    expiresAt: Date.now() + pageMs,
  })
  const suggested = accountByLogin(state.world, query.login ?? '')
  const { headers, ...reply } = authorizePage(sandbox, { token, redirectUri, suggested })
  const cookie = `${cookieName}=${browser}; Path=/login; HttpOnly; SameSite=Lax`
  return { ...reply, headers: { ...headers, 'set-cookie': cookie } }
}

/** The page that a choice belongs to, if this browser was shown it. */
const authorizationOf = ({ state }: Sandbox, incoming: Incoming, token: string) => {
  const shown: Authorization | undefined = state.authorizations.get(token)
  if (!shown || !isLive(shown)) return undefined
  return shown.browser === cookieOf(incoming, cookieName) ? shown : undefined
}

const choose: Handle = (sandbox, incoming) => {
  const form = choiceBody.safeParse(Object.fromEntries(new URLSearchParams(incoming.body)))
  const shown = form.success && authorizationOf(sandbox, incoming, form.data.authenticity_token)
  if (!shown) {
    return refusal(422, 'This page is out of date', 'Go back to the application and start again.')
  }
  const { redirectUri, state, codeChallenge } = shown
  if (form.data.cancel !== undefined) {
    const text = 'The user has denied your application access.'
    return redirectError(redirectUri, 'access_denied', text, state)
  }
  const user = accountByLogin(sandbox.state.world, form.data.login ?? '')
  if (user?.type !== 'User') {
    return refusal(422, 'There is no such person', 'Go back and choose somebody from the list.')
  }
  const code = issueCode(sandbox.state, { userId: user.id, redirectUri, codeChallenge })
  return redirect(redirectUri, { code, state })
}

const showAvatar: Handle = ({ state }, { params }) => {
  const account = state.world.accounts.find(({ id }) => `${id}` === params.id)
  if (!account) throw notFound()
  const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=300' }
  return { status: 200, headers, body: avatar(account, 460) }
}

export const authorize: Route[] = [
  route('GET /login/oauth/authorize', asPages(showPage)),
  route('POST /login/oauth/authorize', asPages(choose)),
  route('GET /avatars/u/{id}', asPages(showAvatar)),
]
