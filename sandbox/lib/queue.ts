import { randomInt } from 'node:crypto'

/** How sending goes wrong, for tests. */
export type Sending = {
  /** Holds everything back until it is false again. */
  isPaused: boolean
  /** How often each is sent; GitHub promises no more than that it tries. */
  copies: number
  /** Takes what waits in any order. */
  isShuffled: boolean
}

/** What waits to be sent, one after the other. `send` must not throw. */
export const createQueue = <Item>(send: (item: Item) => Promise<void>) => {
  const sending: Sending = { isPaused: false, copies: 1, isShuffled: false }
  let waiting: Item[] = []
  let pumping: Promise<void> | null = null

  const hasWork = () => waiting.length > 0 && !sending.isPaused

  const pump = async () => {
    while (hasWork()) {
      const place = sending.isShuffled ? randomInt(waiting.length) : 0
      for (const next of waiting.splice(place, 1)) await send(next)
    }
  }

  const start = () => {
    if (pumping || !hasWork()) return
    pumping = pump().finally(() => {
      pumping = null
      // What came after the last look.
      start()
    })
  }

  return {
    add: (item: Item, copies = sending.copies) => {
      for (let copy = 0; copy < copies; copy++) waiting.push(item)
      start()
    },
    change: (changes: Partial<Sending>) => {
      Object.assign(sending, changes)
      start()
    },
    clear: () => {
      waiting = []
    },
    settled: async () => {
      while (pumping) await pumping
    },
  }
}
