import { randomBytes, randomInt } from 'node:crypto'
import type { InstallationToken, State, UserToken } from './state.ts'

/** Lifetimes in seconds ("Generating a user access token for a GitHub App"). */
export const accessTokenSeconds = 28_800
export const refreshTokenSeconds = 15_897_600
const codeSeconds = 600
const installationTokenSeconds = 3600

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const randomWord = (length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

const inSeconds = (seconds: number) => Date.now() + seconds * 1000

export const isLive = ({ expiresAt }: { expiresAt: number | null }) =>
  expiresAt === null || expiresAt > Date.now()

type CodeRequest = { userId: number; redirectUri: string; codeChallenge: string | null }

/** A code for the web flow, good once and for ten minutes. */
export const issueCode = (state: State, request: CodeRequest): string => {
  const code = randomBytes(10).toString('hex')
  state.codes.set(code, { ...request, expiresAt: inSeconds(codeSeconds) })
  return code
}

export type IssuedTokens = { accessToken: string; refreshToken: string | null }

/** A user token, with a refresh token where the settings have tokens expire. */
export const issueUserToken = (state: State, userId: number): IssuedTokens => {
  const accessToken = `ghu_${randomWord(36)}`
  const expires = state.settings.expiringTokens
  state.userTokens.set(accessToken, {
    id: randomInt(1, 2 ** 31),
    userId,
    createdAt: Date.now(),
    expiresAt: expires ? inSeconds(accessTokenSeconds) : null,
  })
  if (!expires) return { accessToken, refreshToken: null }
  const refreshToken = `ghr_${randomWord(76)}`
  const expiresAt = inSeconds(refreshTokenSeconds)
  state.refreshTokens.set(refreshToken, { userId, accessToken, expiresAt })
  return { accessToken, refreshToken }
}

/** A personal access token, which does not expire. */
export const issuePersonalToken = (state: State, userId: number): string => {
  const token = `ghp_${randomWord(36)}`
  const id = randomInt(1, 2 ** 31)
  state.personalTokens.set(token, { id, userId, createdAt: Date.now(), expiresAt: null })
  return token
}

/** New tokens for a refresh token, which dies with its access token; null where it is no good. */
export const rotate = (state: State, refreshToken: string): IssuedTokens | null => {
  const found = state.refreshTokens.get(refreshToken)
  if (!found || !isLive(found)) return null
  state.refreshTokens.delete(refreshToken)
  state.userTokens.delete(found.accessToken)
  return issueUserToken(state, found.userId)
}

export const findUserToken = (state: State, token: string): UserToken | undefined => {
  const found = state.userTokens.get(token)
  return found && isLive(found) ? found : undefined
}

/** Ends a user token and what could renew it. */
export const revoke = (state: State, accessToken: string) => {
  state.userTokens.delete(accessToken)
  for (const [token, refresh] of state.refreshTokens) {
    if (refresh.accessToken === accessToken) state.refreshTokens.delete(token)
  }
}

/** Ends all that a person has allowed the App. */
export const revokeUser = (state: State, userId: number) => {
  for (const [token, found] of state.userTokens) {
    if (found.userId === userId) revoke(state, token)
  }
  for (const [token, found] of state.refreshTokens) {
    if (found.userId === userId) state.refreshTokens.delete(token)
  }
}

export const issueInstallationToken = (
  state: State,
  request: Omit<InstallationToken, 'expiresAt'>,
) => {
  const token = `ghs_${randomWord(36)}`
  const expiresAt = inSeconds(installationTokenSeconds)
  state.installationTokens.set(token, { ...request, expiresAt })
  return { token, expiresAt }
}

/** Makes all access tokens out of date, and all refresh tokens too if asked for. */
export const expireTokens = (state: State, refresh: boolean) => {
  const past = Date.now() - 1000
  for (const token of state.userTokens.values()) token.expiresAt = past
  for (const token of state.installationTokens.values()) token.expiresAt = past
  if (refresh) for (const token of state.refreshTokens.values()) token.expiresAt = past
}
