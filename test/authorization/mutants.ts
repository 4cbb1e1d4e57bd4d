import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Prisma } from '#generated/prisma/client.ts'
import type { UserViewer, Viewer } from '#lib/viewer.ts'

/** A rule of a `policy.ts`: what it answers says who may. */
type Rule = (viewer: Viewer, ...more: never[]) => unknown

export type PolicyModule = Record<string, Rule>

const source = join(import.meta.dirname, '../../src')

/** Every `policy.ts`, by the folder of its domain. */
export const loadPolicies = async (): Promise<[domain: string, policy: PolicyModule][]> => {
  const domains = readdirSync(source).filter((name) => existsSync(join(source, name, 'policy.ts')))
  return Promise.all(
    domains.map(
      async (name): Promise<[string, PolicyModule]> => [
        name,
        await import(join(source, name, 'policy.ts')),
      ],
    ),
  )
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** The places of all conditions in a `where`, as in `repository.OR.1.organization`. */
const placesIn = (value: unknown, place: string[] = []): string[] => {
  if (Array.isArray(value))
    return value.flatMap((item, index) => placesIn(item, [...place, `${index}`]))
  if (!isPlain(value)) return []
  return Object.keys(value).flatMap((key) => [
    [...place, key].join('.'),
    ...placesIn(value[key], [...place, key]),
  ])
}

/** A `where` without the condition at a place; as it was where it has none there. */
const without = (value: unknown, [first, ...rest]: string[]): unknown => {
  if (first === undefined) return value
  if (Array.isArray(value)) {
    return value.map((item, index) => (`${index}` === first ? without(item, rest) : item))
  }
  if (!isPlain(value) || !(first in value)) return value
  const { [first]: inner, ...others } = value
  return rest.length === 0 ? others : { ...others, [first]: without(inner, rest) }
}

/** A comparison or a bare column in our hand-written SQL. */
const condition = /\b[a-z]+\.\w+ IS NULL|NOT [a-z]+\.\w+|\b[a-z]+\.\w+ = [a-z]+\.\w+/g

const conditionsIn = (sql: Prisma.Sql) => sql.strings.flatMap((text) => text.match(condition) ?? [])

const withoutSql = ({ strings, values }: Prisma.Sql, removed: string) =>
  new Prisma.Sql(
    strings.map((text) => text.replaceAll(removed, 'TRUE')),
    values,
  )

const isSql = (value: unknown): value is Prisma.Sql =>
  typeof value === 'object' && value !== null && 'strings' in value && 'values' in value

export type Mutant = { name: string; change: (rule: Rule) => Rule }

const always = (answer: boolean): Mutant => ({
  name: `always ${answer}`,
  change: () => () => answer,
})

/** What a token may not do by its scopes, it may. */
const ignoringScopes: Mutant = {
  name: 'for any scope',
  change:
    (rule) =>
    (viewer, ...more) =>
      rule(viewer.kind === 'user' ? { ...viewer, scopes: null } : viewer, ...more),
}

/** Each rule without one of its conditions. `viewers`: some to whom a rule may answer differently. */
export const mutantsOf = (rule: Rule, viewers: UserViewer[]): Mutant[] => {
  const answers = viewers.map((viewer) => rule(viewer, {} as never))
  if (answers.some((answer) => typeof answer === 'boolean')) {
    return [always(true), always(false), ignoringScopes]
  }
  const conditions = new Set(answers.filter(isSql).flatMap(conditionsIn))
  const places = new Set(answers.filter((answer) => !isSql(answer)).flatMap((a) => placesIn(a)))
  return [
    ignoringScopes,
    ...[...conditions].map((text) => ({
      name: `without ${text}`,
      change:
        (original: Rule): Rule =>
        (viewer, ...more) => {
          const answer = original(viewer, ...more)
          return isSql(answer) ? withoutSql(answer, text) : answer
        },
    })),
    ...[...places].map((place) => ({
      name: `without ${place}`,
      change:
        (original: Rule): Rule =>
        (viewer, ...more) =>
          without(original(viewer, ...more), place.split('.')),
    })),
  ]
}
