import type { EventHandler } from './event.ts'
import { eventHandlers } from './events.ts'

/** Access to one kind of thing, from less to more; each includes those before it. */
const levels = ['none', 'read', 'write', 'admin'] as const

/** What a GitHub App may do, and which webhooks it gets, in the words of `GET /app`. */
export type AppSettings = {
  /** Level by permission: `{ issues: 'read' }`. */
  permissions: Record<string, string>
  events: string[]
}

/** Something the App has too little of. `have` is `none` where it has nothing. */
export type Lack = { name: string; have: string; need: string }

const byName = <Value>(entries: [string, Value][]) =>
  Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)))

/** Signing in reads a person's addresses, and what organizations they belong to. */
const signInPermissions = ['emails', 'members']

/**
 * What the App needs for all that we act on. Events without a permission come to every App, and
 * can't be subscribed to; every App may read metadata ("Permissions required for GitHub Apps").
 */
export const requirementsOf = (
  handlers: Record<string, Pick<EventHandler, 'permission'>> = eventHandlers,
): AppSettings => {
  const permissions = new Set(['metadata', ...signInPermissions])
  const events = new Set<string>()
  for (const [kind, { permission }] of Object.entries(handlers)) {
    if (permission === null) continue
    permissions.add(permission)
    events.add(kind.split('.', 1)[0] ?? kind)
  }
  return {
    permissions: byName([...permissions].map((name) => [name, 'read'])),
    events: [...events].sort(),
  }
}

const levelOf = (name: string) => levels.indexOf(name as (typeof levels)[number])

/** What an App lacks of what it needs; both empty when all is there. */
export const lacking = (have: AppSettings, need: AppSettings) => ({
  permissions: Object.entries(need.permissions).flatMap(([name, level]): Lack[] => {
    const given = have.permissions[name] ?? 'none'
    return levelOf(given) < levelOf(level) ? [{ name, have: given, need: level }] : []
  }),
  events: need.events.filter((event) => !have.events.includes(event)),
})
