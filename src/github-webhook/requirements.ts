import * as github from '#github/service.ts'
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

type Level = (typeof levels)[number]

const levelOf = (name: string) => levels.indexOf(name as Level)

const byName = <Value>(entries: [string, Value][]) =>
  Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)))

/** The highest level of each permission. */
const highest = (wanted: Readonly<Record<string, string>>[]) => {
  const levelByName = new Map<string, string>()
  for (const [name, level] of wanted.flatMap(Object.entries<string>)) {
    if (levelOf(level) > levelOf(levelByName.get(name) ?? 'none')) levelByName.set(name, level)
  }
  return byName([...levelByName])
}

/** The name of a permission, as GitHub's table of events has it, at the level that events take. */
const permissionOf = ({ permission }: Pick<EventHandler, 'permission'>) =>
  permission === null ? {} : { [permission]: 'read' }

type Needs = {
  handlers?: Record<string, Pick<EventHandler, 'permission'>>
  endpoints?: Readonly<Record<string, Readonly<Record<string, string>> | null>>
}

/**
 * What the App needs for the events that we act on and the endpoints that we call. Events without a
 * permission come to every App, and can't be subscribed to; every App may read metadata
 * ("Permissions required for GitHub Apps").
 */
export const requirementsOf = ({
  handlers = eventHandlers,
  endpoints = github.endpoints,
}: Needs = {}): AppSettings => ({
  permissions: highest([
    { metadata: 'read' },
    ...Object.values(handlers).map(permissionOf),
    ...Object.values(endpoints).map((permission) => permission ?? {}),
  ]),
  events: [
    ...new Set(
      Object.entries(handlers).flatMap(([kind, { permission }]) =>
        permission === null ? [] : [kind.split('.', 1)[0] ?? kind],
      ),
    ),
  ].sort(),
})

/** What an App lacks of what it needs; both empty when all is there. */
export const lacking = (have: AppSettings, need: AppSettings) => ({
  permissions: Object.entries(need.permissions).flatMap(([name, level]): Lack[] => {
    const given = have.permissions[name] ?? 'none'
    return levelOf(given) < levelOf(level) ? [{ name, have: given, need: level }] : []
  }),
  events: need.events.filter((event) => !have.events.includes(event)),
})
