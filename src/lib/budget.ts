import { fingerprintOf } from './fingerprint.ts'
import type { Logger } from './logger.ts'

/** A part of a budget that a process takes for itself, to spend without asking again. */
export type Take = {
  /** Names the caller whose budget it is. */
  key: string
  amount: number
  /** The whole budget of the window. */
  limit: number
  /** When the window ends, in milliseconds since 1970. */
  endsAt: number
}

/** Where all processes count what they have taken. */
export type BudgetStore = {
  /**
   * Takes `amount` from a budget, or what is left of it, atomically over all processes: together
   * they never get more than `limit`. Answers what was granted, and what is taken in all.
   */
  take(take: Take): Promise<{ granted: number; used: number }>
  close(): Promise<void>
}

/** How a budget stands after a charge; amounts are cost, `resetAt` milliseconds since 1970. */
export type Charge = { isAccepted: boolean; limit: number; used: number; resetAt: number }

export type Budget = {
  /**
   * Charges a cost to what `key` may spend in the window of now. A charge that is refused takes
   * nothing. Asks the store once for each slice of the budget, not for each charge.
   */
  charge(key: string, cost: number, limit: number): Promise<Charge>
  close(): Promise<void>
}

type Lease = {
  /** Granted to this process, and not spent. */
  left: number
  /** Taken by all processes, as far as this one knows. */
  taken: number
  isExhausted: boolean
  endsAt: number
  asking: Promise<void> | null
}

type BudgetOptions = {
  store: BudgetStore
  windowSeconds: number
  log: Logger
  /** Called for each question to the store. */
  onLease?: (outcome: 'granted' | 'exhausted' | 'failed') => void
  now?: () => number
}

/** A budget is leased in so many slices. */
const slices = 20
/** Keys of which this process remembers its leases; what a forgotten lease had left is lost. */
const mostLeases = 10_000

/** When the window of a key ends; keys have windows of their own, so that not all end at once. */
const endOf = (key: string, windowMs: number, now: number) => {
  const offset = Number.parseInt(fingerprintOf(key).slice(0, 8), 16) % windowMs
  return (Math.floor((now - offset) / windowMs) + 1) * windowMs + offset
}

/**
 * Budgets that all processes share. Each process leases slices of a budget from the store, so that
 * all together never spend more than the limit, and most charges ask nobody.
 */
export const createBudget = (options: BudgetOptions): Budget => {
  const { store, windowSeconds, log, onLease = () => {}, now = Date.now } = options
  const leases = new Map<string, Lease>()

  const leaseOf = (key: string): Lease => {
    const known = leases.get(key)
    if (known && known.endsAt > now()) return known
    const endsAt = endOf(key, windowSeconds * 1_000, now())
    const fresh = { left: 0, taken: 0, isExhausted: false, endsAt, asking: null }
    leases.delete(key)
    leases.set(key, fresh)
    const [oldest] = leases.keys()
    if (leases.size > mostLeases && oldest !== undefined) leases.delete(oldest)
    return fresh
  }

  const extend = async (lease: Lease, key: string, cost: number, limit: number) => {
    const amount = Math.max(Math.ceil(limit / slices), cost - lease.left)
    const { endsAt } = lease
    try {
      const { granted, used } = await store.take({ key, amount, limit, endsAt })
      lease.left += granted
      lease.taken = used
      lease.isExhausted = granted < amount
      onLease(lease.isExhausted ? 'exhausted' : 'granted')
    } catch (error) {
      // A limit that can't be counted must not be what takes the API down.
      log.warn({ err: error }, 'The rate limit can’t be counted: this process goes on without it')
      lease.left += amount
      onLease('failed')
    }
    lease.asking = null
  }

  const charge = async (key: string, cost: number, limit: number): Promise<Charge> => {
    const lease = leaseOf(key)
    while (lease.left < cost && !lease.isExhausted) {
      lease.asking ??= extend(lease, key, cost, limit)
      await lease.asking
    }
    const isAccepted = lease.left >= cost
    if (isAccepted) lease.left -= cost
    const used = Math.min(limit, Math.max(0, lease.taken - lease.left))
    return { isAccepted, limit, used, resetAt: lease.endsAt }
  }

  return { charge, close: () => store.close() }
}
