import { z } from 'zod'
import { command, withoutInput } from './command.ts'

const failure = z
  .strictObject({
    path: z.string().startsWith('/'),
    exact: z.boolean().optional(),
    method: z.string().optional(),
    skip: z.number().int().min(0).default(0),
    times: z.union([z.number().int().min(1), z.literal('always')]).default(1),
    status: z.number().int().min(400).max(599).optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    delayMs: z.number().int().min(0).optional(),
    drop: z.boolean().optional(),
    served: z.boolean().optional(),
  })
  .refine(({ status, delayMs, drop }) => status !== undefined || delayMs !== undefined || drop, {
    message: 'Say what goes wrong: status, delayMs or drop',
  })

const fits = (given: { path: string; exact: boolean; method?: string }, key: string) => {
  const [method, , path = ''] = key.split(' ')
  const isThere = given.exact ? path === given.path : path.startsWith(given.path)
  return isThere && (given.method === undefined || given.method.toUpperCase() === method)
}

export const settingCommands = {
  /** How the next requests to an address go wrong. Failures are used up in order. */
  failNext: command(failure, ({ state }, given) => {
    state.failures.push(given)
  }),
  clearFailures: command(withoutInput, ({ state }) => {
    state.failures = []
  }),
  changeSettings: command(
    z
      .strictObject({
        now: z.number().int().min(0).nullable(),
        rates: z.record(z.string().length(3), z.number().positive()),
        taxRates: z.record(z.string().length(2), z.number().min(0).max(100)),
        availableAfterDays: z.number().int().min(0),
        mayOverdraw: z.boolean(),
        retryDelaysMs: z.array(z.number().int().min(0)),
      })
      .partial(),
    ({ state }, given) => {
      Object.assign(state.settings, given)
    },
  ),
  /** The last 1,000 requests, oldest first, without those to the sandbox's own addresses. */
  listRequests: command(withoutInput, ({ state }) => [...state.requests]),
  /** How many requests there were, all of them, by how they ended. */
  countRequests: command(
    z
      .strictObject({
        /** Start of the path, `/v1/refunds`; the whole of it when `exact`. */
        path: z.string().default('/'),
        exact: z.boolean().default(false),
        method: z.string().optional(),
      })
      .prefault({}),
    ({ state }, given) => {
      const byStatus: Record<string, number> = {}
      const fitting = [...state.counts].filter(([key]) => fits(given, key))
      for (const [key, count] of fitting) {
        const [, status = ''] = key.split(' ')
        byStatus[status] = (byStatus[status] ?? 0) + count
      }
      return { total: fitting.reduce((sum, [, count]) => sum + count, 0), byStatus }
    },
  ),
  /** Forgets the requests and their counts. */
  clearRequests: command(withoutInput, ({ state }) => {
    state.requests = []
    state.counts.clear()
  }),
}
