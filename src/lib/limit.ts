/** How much may run at once, and how much may wait for its turn. */
type LimitOptions = {
  /** In all. Default: any number. */
  concurrency?: number
  /** Of one client. Default: any number. */
  perClient?: number
  /** Waiters in all past which more are refused. Default: any number. */
  waiting?: number
  /** Waiters of one client past which more are refused. Default: any number. */
  waitingPerClient?: number
  /** A waiter is refused after this many milliseconds. Default: never. */
  patienceMs?: number
  /** The error for work that is refused. */
  refuse: (reason: RefusalReason) => Error
}

/** `full`: too many wait already. `late`: no turn came in time. */
export type RefusalReason = 'full' | 'late'

type Waiter = { client: string; start: () => void }

type Turn = {
  /** Whose work it is: clients take turns. */
  client?: string
  /** Stops the waiting, not the work. */
  signal?: AbortSignal | undefined
}

/**
 * Bounds how much runs at once and how much waits. A free place goes to the client that has the
 * fewest running, the longest waiter first, so that one client can't starve the others.
 */
export class Limit {
  readonly #options: LimitOptions
  readonly #runningOf = new Map<string, number>()
  readonly #waitingOf = new Map<string, number>()
  readonly #waiters = new Set<Waiter>()
  #running = 0
  /** Called with each refusal. */
  onRefused: (reason: RefusalReason) => void = () => undefined

  constructor(options: LimitOptions) {
    this.#options = options
  }

  get running() {
    return this.#running
  }

  get waiting() {
    return this.#waiters.size
  }

  /** How much work of a client runs or waits. */
  workOf(client: string) {
    return (this.#runningOf.get(client) ?? 0) + (this.#waitingOf.get(client) ?? 0)
  }

  /** Does the work in its turn. Throws what `refuse` gives, or the signal's reason while waiting. */
  async run<Result>(work: () => Promise<Result>, turn: Turn = {}): Promise<Result> {
    const release = await this.acquire(turn)
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** Takes a place. Calling the result gives it back, once however often. Throws as `run` does. */
  async acquire({ client = '', signal }: Turn = {}): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#hasPlace(client)) this.#start(client)
    else await this.#wait(client, signal)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#running -= 1
      add(this.#runningOf, client, -1)
      this.#startNext()
    }
  }

  #hasPlace(client: string) {
    const { concurrency = Infinity, perClient = Infinity } = this.#options
    return this.#running < concurrency && (this.#runningOf.get(client) ?? 0) < perClient
  }

  #start(client: string) {
    this.#running += 1
    add(this.#runningOf, client, 1)
  }

  #wait(client: string, signal: AbortSignal | undefined) {
    const { waiting = Infinity, waitingPerClient = Infinity, patienceMs } = this.#options
    const isFull =
      this.#waiters.size >= waiting || (this.#waitingOf.get(client) ?? 0) >= waitingPerClient
    if (isFull) return Promise.reject(this.#refusal('full'))
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        this.#waiters.delete(waiter)
        add(this.#waitingOf, client, -1)
      }
      const waiter = {
        client,
        start: () => {
          leave()
          this.#start(client)
          resolve()
        },
      }
      const onAbort = () => {
        leave()
        reject(signal?.reason)
      }
      const onLate = () => {
        leave()
        reject(this.#refusal('late'))
      }
      const timer = patienceMs === undefined ? undefined : setTimeout(onLate, patienceMs)
      signal?.addEventListener('abort', onAbort)
      this.#waiters.add(waiter)
      add(this.#waitingOf, client, 1)
    })
  }

  #refusal(reason: RefusalReason) {
    this.onRefused(reason)
    return this.#options.refuse(reason)
  }

  #startNext() {
    let next: Waiter | undefined
    let fewest = Infinity
    for (const waiter of this.#waiters) {
      const running = this.#runningOf.get(waiter.client) ?? 0
      if (running < fewest && this.#hasPlace(waiter.client)) {
        next = waiter
        fewest = running
      }
    }
    next?.start()
  }
}

const add = (counts: Map<string, number>, key: string, change: number) => {
  const count = (counts.get(key) ?? 0) + change
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
