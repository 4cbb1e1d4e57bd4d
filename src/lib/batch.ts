/**
 * Loads things by their ids, and all that are asked for at the same time at once: a field of a
 * hundred rows takes one statement. `owner` is whose request it is; what one is given, no other
 * gets. An id that `load` does not know gets `none`.
 */
export const createBatch = <Owner extends object, Value>(
  load: (owner: Owner, ids: string[]) => Promise<Map<string, Value>>,
  none: Value,
) => {
  const waiting = new WeakMap<Owner, { ids: Set<string>; loaded: Promise<Map<string, Value>> }>()

  const open = (owner: Owner) => {
    const ids = new Set<string>()
    // After all promises that are kept by now: their rows may ask too.
    const closed = new Promise<void>((resolve) => {
      Promise.resolve().then(() => process.nextTick(resolve))
    })
    const loaded = closed.then(() => {
      waiting.delete(owner)
      return load(owner, [...ids])
    })
    const batch = { ids, loaded }
    waiting.set(owner, batch)
    return batch
  }

  return async (owner: Owner, id: string): Promise<Value> => {
    const { ids, loaded } = waiting.get(owner) ?? open(owner)
    ids.add(id)
    return (await loaded).get(id) ?? none
  }
}
