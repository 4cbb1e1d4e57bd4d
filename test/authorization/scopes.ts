import { type Scope, scopeNames } from '#lib/scopes.ts'
import type { Verdicts } from './ask.ts'
import type { Credentials, Headers, Person } from './people.ts'

/** What a person's tokens see, row by row, in words: which scopes a token needs, and else. */
type Words = Record<string, string>

type Ask = (headers: Headers, rows: ReadonlySet<string>) => Promise<Verdicts>

const without = (scopes: readonly Scope[]) => scopeNames.filter((scope) => !scopes.includes(scope))

/** Scopes that are taken away together first: rows that need none of them are the rule. */
const groups: Scope[][] = [
  scopeNames.filter((scope) => scope.endsWith(':write')),
  ['user:read', 'organizations:read'],
  ['repositories:read', 'issues:read'],
  ['pledges:read', 'payouts:read'],
]

/** Scopes that one row or another needs are tried alone, and these two, which few rows need. */
const probes: Scope[] = ['user:read', 'issues:write']

/** Scopes by what a token sees with them, where that is not the usual. */
const unusual = (word: string, seen: Map<Scope, string>, usual: string) =>
  [...Map.groupBy(seen.keys(), (scope) => seen.get(scope) ?? '')]
    .filter(([verdict]) => verdict !== usual)
    .map(([verdict, scopes]) => `${word} ${scopes.join(', ')}: ${verdict}`)

const wordsOf = (
  session: string,
  usual: string,
  lacking: Map<Scope, string>,
  alone: Map<Scope, string>,
) => {
  const prefix = usual === session ? [] : [usual]
  const needed = [...lacking.keys()].filter((scope) => lacking.get(scope) !== usual)
  const enough = [...alone.keys()].filter((scope) => alone.get(scope) === usual)
  const others = new Set([...alone.values()].filter((verdict) => verdict !== usual))
  if (needed.length === 0 && others.size === 0) return prefix.join() || 'any'
  const [scope] = needed
  const [other] = others
  const isSimple = needed.length === 1 && enough.length === 1 && others.size === 1
  if (isSimple && scope && enough[0] === scope && lacking.get(scope) === other) {
    return [...prefix, `${scope}, else ${other}`].join('; ')
  }
  return [
    ...prefix,
    ...unusual('without', lacking, usual),
    ...(enough.length > 0 ? [`enough is ${enough.join(' or ')}`] : []),
    ...unusual('only', alone, usual),
  ].join('; ')
}

const pick = (verdicts: Verdicts, rows: string[]) =>
  Object.fromEntries(rows.map((row) => [row, verdicts[row] ?? '']))

/**
 * Tries a person's tokens on rows: one with every scope, for each scope one without it, and one with it
 * alone. A row that is open to anybody is tried with every scope and with one or another alone first.
 * The words say what was seen: `issues:read, else null` means that a token sees what a session does
 * if and only if it has the scope; what stands before a semicolon, that it never does.
 */
export const tryTokens = async (
  credentials: Credentials,
  person: Person,
  session: Verdicts,
  rows: string[],
  isOpen: (row: string) => boolean,
  ask: Ask,
): Promise<Words> => {
  const tried = async (scopes: readonly Scope[], some: string[]): Promise<Verdicts> =>
    some.length > 0 ? ask(await credentials.token(person, scopes), new Set(some)) : {}
  const all = await tried(scopeNames, rows)
  const alone = new Map<Scope, Verdicts>()
  for (const scope of probes) alone.set(scope, await tried([scope], rows))
  const isUnusual = (seen: Map<Scope, Verdicts>) => (row: string) =>
    [...seen.values()].some((verdicts) => row in verdicts && verdicts[row] !== all[row])
  const closed = rows.filter((row) => !isOpen(row) || isUnusual(alone)(row))
  const lacking = new Map<Scope, Verdicts>()
  for (const group of groups) {
    const seen = await tried(without(group), closed)
    const needing = closed.filter((row) => seen[row] !== all[row])
    for (const scope of group) {
      const some = await tried(without([scope]), needing)
      lacking.set(scope, { ...pick(all, closed), ...some })
    }
  }
  for (const scope of scopeNames) {
    if (probes.includes(scope)) continue
    const needing = closed.filter(isUnusual(new Map([[scope, lacking.get(scope) ?? {}]])))
    alone.set(scope, await tried([scope], needing))
  }
  const of = (row: string, seen: Map<Scope, Verdicts>) =>
    new Map([...seen].flatMap(([scope, { [row]: verdict }]) => (verdict ? [[scope, verdict]] : [])))
  return Object.fromEntries(
    rows.map((row) => [
      row,
      wordsOf(session[row] ?? '', all[row] ?? '', of(row, lacking), of(row, alone)),
    ]),
  )
}
