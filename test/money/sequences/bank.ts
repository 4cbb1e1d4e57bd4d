import { platformId } from '../../../sandbox/stripe/state.ts'
import { type Event, emptyBooks } from '../../../sandbox/stripe/tables.ts'
import type { TestStripe } from '../../../sandbox/stripe/testing.ts'

/** An event that Stripe has to tell, and in which account it happened; null for the platform. */
export type Telling = { account: string | null; event: Event }

const kept = ['accounts', 'webhook_endpoints']

/** Stripe as this test sees it: its books, and what it has to tell, which we deliver by hand. */
export const createBank = ({ state, control }: TestStripe) => {
  let time = Math.floor(Date.now() / 1_000)
  const seen = new Set<string>()
  const books = (account = platformId) => state.books.get(account) ?? emptyBooks()
  return {
    control,
    books,

    /** A second later: what happens now comes after all that happened. */
    tick: () => {
      time += 1
      control.changeSettings({ now: time })
    },

    /** What has happened since this was asked last. */
    news: (): Telling[] =>
      [...state.books].flatMap(([account, { events }]) =>
        [...events.values()]
          .filter(({ id }) => !seen.has(id))
          .map((event) => {
            seen.add(event.id)
            return { account: account === platformId ? null : account, event }
          }),
      ),

    /** What moved money of an account, less fees. Cents of its currency. */
    balanceOf: (account?: string) => {
      const rows = [...books(account).balance_transactions.values()]
      return BigInt(rows.reduce((sum, { net }) => sum + net, 0))
    },

    /** Forgets all that is left of a run. */
    clear: () => {
      seen.clear()
      state.keys.clear()
      state.requests = []
      for (const [account, tables] of state.books) {
        if (account !== platformId) {
          state.books.delete(account)
          books().accounts.delete(account)
          continue
        }
        for (const [name, table] of Object.entries(tables)) if (!kept.includes(name)) table.clear()
      }
      control.clearFailures()
      control.changeSettings({ mayOverdraw: false })
    },
  }
}

export type Bank = ReturnType<typeof createBank>
