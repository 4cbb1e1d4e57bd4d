/** Numbers that look random and are the same for the same seed (mulberry32). */
export const createRandom = (seed: number) => {
  let state = seed * 0x9e3779b9
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(fraction() * limit)
  return {
    /** A whole number from 0 to one less than the limit. */
    below,
    shuffled: <Item>(items: readonly Item[]): Item[] => {
      const left = [...items]
      return items.flatMap(() => left.splice(below(left.length), 1))
    },
  }
}

export type Random = ReturnType<typeof createRandom>
