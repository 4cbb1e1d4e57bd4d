import { createTurnstile } from './concurrency.ts'
import { type ErrorCode, ExpectedError } from './errors.ts'

type Limits = {
  /** Things that one owner may ask for, each counted once. */
  most: number
  /** Requests that this process sends at a time; others wait their turn. */
  atOnce: number
}

/**
 * Loads things of another server that tells of one at a time. Whoever asks for the same thing
 * while it is under way gets the same answer. `owner` is the request of a client: nothing is shared
 * between two. Throws OPERATION_TOO_COMPLEX past the limit of an owner.
 */
export const createOutsideLoader = <Owner extends object, Value>(
  load: (owner: Owner, id: string) => Promise<Value>,
  { most, atOnce }: Limits,
) => {
  const turn = createTurnstile(atOnce)
  const known = new WeakMap<Owner, { seen: Set<string>; underWay: Map<string, Promise<Value>> }>()

  const stateOf = (owner: Owner) => {
    const state = known.get(owner) ?? { seen: new Set(), underWay: new Map() }
    known.set(owner, state)
    return state
  }

  return async (owner: Owner, id: string): Promise<Value> => {
    const { seen, underWay } = stateOf(owner)
    const running = underWay.get(id)
    if (running) return running
    if (seen.size >= most && !seen.has(id)) {
      const code: ErrorCode = 'OPERATION_TOO_COMPLEX'
      throw new ExpectedError(
        code,
        `One operation may ask another server for at most ${most} of these`,
      )
    }
    seen.add(id)
    const loading = turn(() => load(owner, id)).finally(() => underWay.delete(id))
    underWay.set(id, loading)
    return loading
  }
}
