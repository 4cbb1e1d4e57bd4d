/** An issue that may be suggested, and how many people like it. */
export type Candidate = { id: string; repositoryId: string; thumbsUp: number }

/** Among how many of the best that are left the next one is chosen. */
const choice = 5

/**
 * Sorts suggestions: the most liked first, but of the next five always one of the repository that
 * had its turn least often.
 */
export const interleave = (candidates: Candidate[]): Candidate[] => {
  const left = candidates.toSorted((a, b) => b.thumbsUp - a.thumbsUp)
  const turns = new Map<string, number>()
  const turnsOf = ({ repositoryId }: Candidate) => turns.get(repositoryId) ?? 0
  const sorted: Candidate[] = []
  while (left.length > 0) {
    const next = left.slice(0, choice)
    const best = next.reduce((a, b) => (turnsOf(b) < turnsOf(a) ? b : a))
    left.splice(left.indexOf(best), 1)
    turns.set(best.repositoryId, turnsOf(best) + 1)
    sorted.push(best)
  }
  return sorted
}
