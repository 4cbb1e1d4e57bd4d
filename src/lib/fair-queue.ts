type Work = () => Promise<void>

export type FairQueue = {
  /** Runs `work` when the owner's turn comes. `work` must not reject. */
  add(owner: string, work: Work): void
  /** How much of an owner's work waits or runs. */
  depth(owner: string): number
}

type Lane = { waiting: Work[]; running: number }

/**
 * Runs at most `width` pieces of work at a time, at most `perOwner` of them of one owner. Owners
 * take turns, so an owner with much work delays the others by one piece at most.
 */
export const createFairQueue = (width: number, perOwner: number): FairQueue => {
  // In the order of their turns: an owner that had one moves to the end.
  const lanes = new Map<string, Lane>()
  let running = 0

  const ready = () => {
    for (const [owner, lane] of lanes) {
      if (lane.waiting.length > 0 && lane.running < perOwner) return { owner, lane }
    }
    return undefined
  }
  const startNext = () => {
    while (running < width) {
      const next = ready()
      if (!next) return
      const { owner, lane } = next
      lanes.delete(owner)
      lanes.set(owner, lane)
      void run(owner, lane)
    }
  }
  const run = async (owner: string, lane: Lane) => {
    const work = lane.waiting.shift()
    running += 1
    lane.running += 1
    await work?.()
    running -= 1
    lane.running -= 1
    if (lane.running + lane.waiting.length === 0) lanes.delete(owner)
    startNext()
  }

  return {
    add: (owner, work) => {
      const lane = lanes.get(owner) ?? { waiting: [], running: 0 }
      lanes.set(owner, lane)
      lane.waiting.push(work)
      startNext()
    },
    depth: (owner) => {
      const lane = lanes.get(owner)
      return lane ? lane.running + lane.waiting.length : 0
    },
  }
}
