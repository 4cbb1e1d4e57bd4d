import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bodyOf, type Incoming, type Reply } from '../http.ts'
import { accountById, primaryEmail } from '../lookups.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { Code, Sandbox } from '../state.ts'
import {
  accessTokenSeconds,
  type IssuedTokens,
  isLive,
  issueUserToken,
  refreshTokenSeconds,
  rotate,
} from '../tokens.ts'

const field = z.string().optional()

const tokenBody = z.strictObject({
  client_id: field,
  client_secret: field,
  code: field,
  redirect_uri: field,
  code_verifier: field,
  grant_type: field,
  refresh_token: field,
})

type TokenRequest = z.output<typeof tokenBody>

/** "Troubleshooting OAuth app access token request errors", and what refreshing adds to it. */
const refusals = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch:
    'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  unverified_user_email: 'The user must have a verified primary email.',
  bad_refresh_token: 'The refresh token passed is incorrect or expired.',
  unsupported_grant_type: 'The grant type is not supported.',
} as const

type Refusal = keyof typeof refusals

const failed = (error: Refusal) => ({
  error,
  error_description: refusals[error],
  error_uri: `https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#${error.replaceAll('_', '-')}`,
})

const granted = ({ accessToken, refreshToken }: IssuedTokens) => ({
  access_token: accessToken,
  ...(refreshToken !== null && {
    expires_in: accessTokenSeconds,
    refresh_token: refreshToken,
    refresh_token_expires_in: refreshTokenSeconds,
  }),
  scope: '',
  token_type: 'bearer',
})

/** PKCE, as it is if the sign-in page was opened without. */
const provesChallenge = ({ codeChallenge }: Code, verifier: string | undefined) =>
  codeChallenge === null ||
  createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url') === codeChallenge

const exchangeCode = ({ state }: Sandbox, request: TokenRequest) => {
  const code = request.code ?? ''
  const found = state.codes.get(code)
  if (!found || !isLive(found)) return failed('bad_verification_code')
  if (request.redirect_uri !== undefined && request.redirect_uri !== found.redirectUri) {
    return failed('redirect_uri_mismatch')
  }
  if (!provesChallenge(found, request.code_verifier)) return failed('bad_verification_code')
  const user = accountById(state.world, found.userId)
  if (!user) return failed('bad_verification_code')
  if (state.settings.refuseUnverifiedEmail && !primaryEmail(user)?.verified) {
    return failed('unverified_user_email')
  }
  state.codes.delete(code)
  return granted(issueUserToken(state, user.id))
}

const refresh = ({ state }: Sandbox, request: TokenRequest) => {
  const tokens = rotate(state, request.refresh_token ?? '')
  return tokens ? granted(tokens) : failed('bad_refresh_token')
}

const answerTo = (sandbox: Sandbox, request: TokenRequest) => {
  const { clientId, clientSecret } = sandbox.config
  if (request.client_id !== clientId || request.client_secret !== clientSecret) {
    return failed('incorrect_client_credentials')
  }
  switch (request.grant_type) {
    case undefined:
    case 'authorization_code':
      return exchangeCode(sandbox, request)
    case 'refresh_token':
      return refresh(sandbox, request)
    default:
      return failed('unsupported_grant_type')
  }
}

const wantsJson = ({ headers }: Incoming) => /\bjson\b/.test(headers.accept ?? '')

/** Errors answer 200 too, and without `Accept: application/json` it is all a form. */
const createAccessToken: Handle = (sandbox, incoming): Reply => {
  const answer = answerTo(sandbox, bodyOf(incoming, tokenBody))
  const headers = { 'cache-control': 'no-store' }
  if (wantsJson(incoming)) return { status: 200, headers, body: answer }
  const fields = Object.entries(answer).map(([name, value]): [string, string] => [name, `${value}`])
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(fields).toString(),
  }
}

export const accessToken: Route[] = [route('POST /login/oauth/access_token', createAccessToken)]
