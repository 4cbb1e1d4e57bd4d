import { z } from 'zod'
import { expireTokens, isLive, revokeUser } from '../tokens.ts'
import { accountNamed, command, withoutInput } from './command.ts'

const failure = z
  .strictObject({
    path: z.string().startsWith('/'),
    exact: z.boolean().optional(),
    method: z.string().optional(),
    times: z.union([z.number().int().min(1), z.literal('always')]).default(1),
    status: z.number().int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    rateLimit: z.strictObject({ remaining: z.number(), resetInSeconds: z.number() }).optional(),
    limit: z
      .strictObject({
        kind: z.enum(['primary', 'secondary']),
        seconds: z.number().int().min(0).default(60),
        status: z.union([z.literal(403), z.literal(429)]).optional(),
      })
      .optional(),
    delayMs: z.number().int().min(0).optional(),
    drop: z.boolean().optional(),
  })
  .refine(
    ({ status, limit, delayMs, drop }) =>
      [status, limit, delayMs].some((set) => set !== undefined) || drop,
    { message: 'Say what goes wrong: status, limit, delayMs or drop' },
  )

const countLive = (tokens: Map<string, { expiresAt: number | null }>) =>
  [...tokens.values()].filter(isLive).length

export const settingCommands = {
  /** How the next requests to an address go wrong. Failures are used up in order. */
  failNext: command(failure, ({ state }, given) => {
    state.failures.push(given)
  }),
  clearFailures: command(withoutInput, ({ state }) => {
    state.failures = []
  }),
  /** Makes all access tokens out of date; with `refresh` all refresh tokens too. */
  expireTokens: command(
    z.strictObject({ refresh: z.boolean().default(false) }).optional(),
    ({ state }, given) => expireTokens(state, given?.refresh ?? false),
  ),
  /** A person takes back what they allowed the App. */
  revokeUser: command(z.strictObject({ login: z.string() }), (sandbox, { login }) =>
    revokeUser(sandbox.state, accountNamed(sandbox, login).id),
  ),
  changeSettings: command(
    z
      .strictObject({
        expiringTokens: z.boolean(),
        refuseUnverifiedEmail: z.boolean(),
        rateLimit: z.number().int().min(0),
        anonymousRateLimit: z.number().int().min(0),
        rateLimitUsed: z.number().int().min(0),
        now: z.iso.datetime().nullable(),
      })
      .partial(),
    ({ state }, given) => {
      Object.assign(state.settings, given)
    },
  ),
  /** How many good tokens are out, and codes that were not yet exchanged. */
  countTokens: command(withoutInput, ({ state }) => ({
    codes: countLive(state.codes),
    userTokens: countLive(state.userTokens),
    refreshTokens: countLive(state.refreshTokens),
    installationTokens: countLive(state.installationTokens),
    personalTokens: countLive(state.personalTokens),
  })),
  /** The last 1,000 requests, oldest first, without those to the sandbox's own addresses. */
  listRequests: command(withoutInput, ({ state }) => [...state.requests]),
  /** How many requests there were, all of them, by how they ended. */
  countRequests: command(
    z
      .strictObject({
        /** Start of the path, `/api/v3/repos`; the whole of it when `exact`. */
        path: z.string().default('/'),
        exact: z.boolean().default(false),
        method: z.string().optional(),
      })
      .prefault({}),
    ({ state }, given) => {
      const byStatus: Record<string, number> = {}
      let total = 0
      for (const [key, count] of state.counts) {
        const [method, status = '', path = ''] = key.split(' ')
        const fits = given.exact ? path === given.path : path.startsWith(given.path)
        if (!fits || (given.method && given.method.toUpperCase() !== method)) continue
        byStatus[status] = (byStatus[status] ?? 0) + count
        total += count
      }
      return { total, byStatus }
    },
  ),
  /** Forgets the requests and their counts. */
  clearRequests: command(withoutInput, ({ state }) => {
    state.requests = []
    state.counts.clear()
  }),
}
