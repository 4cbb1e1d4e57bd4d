import { STATUS_CODES } from 'node:http'
import type { Incoming, Reply } from '../lib/http.ts'
import { type FaultType, StripeFault } from './errors.ts'
import type { Failure, State } from './state.ts'

const fits = ({ path, exact, method }: Failure, incoming: Incoming) => {
  const { pathname } = incoming.url
  if (method !== undefined && method.toUpperCase() !== incoming.method) return false
  return exact ? pathname === path : pathname.startsWith(path)
}

/** Takes the first failure that was asked for and fits a request. */
export const takeFailure = (state: State, incoming: Incoming): Failure | undefined => {
  const failure = state.failures.find((candidate) => fits(candidate, incoming))
  if (!failure) return undefined
  if (failure.skip > 0) {
    failure.skip -= 1
    return undefined
  }
  if (failure.times === 'always') return failure
  failure.times -= 1
  if (failure.times <= 0) state.failures = state.failures.filter((other) => other !== failure)
  return failure
}

const typeOf = (status: number): FaultType => {
  if (status === 402) return 'card_error'
  return status >= 500 ? 'api_error' : 'invalid_request_error'
}

const codes: Record<number, string> = {
  402: 'card_declined',
  409: 'lock_timeout',
  429: 'rate_limit',
}

/** What a request that fails is answered; undefined where only time is lost. */
export const failureReply = (failure: Failure): Reply | undefined => {
  const { status, code = codes[status ?? 0], message, headers } = failure
  if (status === undefined) return undefined
  const type = typeOf(status)
  const said = message ?? STATUS_CODES[status] ?? 'Unknown error'
  return { ...new StripeFault(status, said, { type, code }).toReply(), headers }
}
