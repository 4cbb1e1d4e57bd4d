import { type GraphQLSchema, getNamedType, isObjectType } from 'graphql'
import type { TestApp } from '../app.ts'
import { ask, askMutation, type Verdicts } from './ask.ts'
import { doorsOf, rootDoorsOf } from './doors.ts'
import { createCases } from './mutations.ts'
import { type Credentials, type Headers, type Person, type Role, roles } from './people.ts'
import { tryTokens } from './scopes.ts'
import { rootsOf, valuesOf } from './values.ts'
import type { Thing, World } from './world.ts'

/** Rows of one table: what each role sees with a session, and what tokens need for that. */
export type Section = {
  part: string
  title: string
  sessions: Record<Role, Verdicts>
  /** What tokens need, by role and row. */
  tokens: [roles: Role[], words: Record<string, string>][]
}

/** What somebody sees of some rows. */
type Attempt = (headers: Headers, rows: ReadonlySet<string>) => Promise<Verdicts>

/** A section before it is tried. */
export type Plan = { part: string; title: string; rows: string[]; attempt: Attempt }

/** What each role sees with a session. */
export const trySessions = async (credentials: Credentials, { rows, attempt }: Plan) => {
  const sessions = {} as Section['sessions']
  for (const role of roles) {
    sessions[role] = await attempt(await credentials.session(role), new Set(rows))
  }
  return sessions
}

/** Whose tokens are tried. What members may, their admins may as well, by the same scopes. */
const holders = new Set<Role>([
  ...(['admin', 'backer', 'payerAdmin', 'creditedAdmin', 'receiver', 'receiverAdmin'] as const),
  'staff',
])

/**
 * What tokens need, of one person for all who see the same with a session: of those who see more or
 * less than a stranger does, and of an admin for everything. Nothing, where nobody sees anything.
 */
const tryAllTokens = async (
  credentials: Credentials,
  sessions: Section['sessions'],
  { rows: all, attempt }: Plan,
) => {
  const tokens: Section['tokens'] = []
  if (roles.every((role) => all.every((row) => sessions[role][row] === '–'))) return tokens
  const tried = roles.filter((role): role is Person => holders.has(role))
  const classes = Map.groupBy(tried, (role) => JSON.stringify(sessions[role]))
  for (const alike of classes.values()) {
    const [role] = alike
    if (!role) continue
    const session = sessions[role]
    const isSpecial = (row: string) => session[row] !== sessions.stranger[row]
    const rows = alike.includes('admin') ? all : all.filter(isSpecial)
    if (rows.length === 0) continue
    const isOpen = (row: string) => session[row] === sessions.anonymous[row]
    tokens.push([alike, await tryTokens(credentials, role, session, rows, isOpen, attempt)])
  }
  return tokens
}

/** Tries everybody, with a session and with tokens. */
export const trySection = async (credentials: Credentials, plan: Plan): Promise<Section> => {
  const sessions = await trySessions(credentials, plan)
  return { ...plan, sessions, tokens: await tryAllTokens(credentials, sessions, plan) }
}

const pick = <Item extends { name: string }>(items: Item[], rows: ReadonlySet<string>) =>
  items.filter(({ name }) => rows.has(name))

const namesOf = (items: { name: string }[]) => items.map(({ name }) => name)

const planNode = (app: TestApp, schema: GraphQLSchema, world: World, thing: Thing): Plan => {
  const { type, label, id } = thing
  const named = schema.getType(type)
  if (!isObjectType(named)) throw new Error(`${type} is no object type`)
  const doors = doorsOf(named, valuesOf(world))
  const target = id ? `node(id: "${id}")` : 'viewer'
  const wrap = (selection: string) => `{ target: ${target} { ... on ${type} { ${selection} } } }`
  return {
    part: id ? 'Things' : 'Viewer',
    title: label ? `${type}: ${label}` : type,
    rows: namesOf(doors),
    attempt: (headers, rows) => ask(app, pick(doors, rows), headers, wrap),
  }
}

const planRoots = (app: TestApp, schema: GraphQLSchema, world: World): Plan[] =>
  Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(({ type }) => getNamedType(type).name !== 'Node')
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((field) => {
      const doors = rootDoorsOf(field, valuesOf(world), rootsOf(world))
      return {
        part: 'Query',
        title: field.name,
        rows: namesOf(doors),
        attempt: (headers, rows) => ask(app, pick(doors, rows), headers),
      }
    })

const planMutations = (app: TestApp, schema: GraphQLSchema, world: World): Plan[] => {
  const cases = createCases(app, world)
  return Object.keys(schema.getMutationType()?.getFields() ?? {})
    .toSorted()
    .map((title) => {
      const some = cases[title]
      if (!some) throw new Error(`Give the table a case for the mutation "${title}"`)
      return {
        part: 'Mutation',
        title,
        rows: namesOf(some),
        attempt: (headers, rows) => askMutation(app, title, pick(some, rows), headers),
      }
    })
}

/**
 * Every section of the table: reads before writes, which change what is read, and the viewer's own
 * tokens before the table makes some.
 */
export const planTable = (app: TestApp, schema: GraphQLSchema, world: World): Plan[] => [
  planNode(app, schema, world, { type: 'Viewer', label: '', id: '' }),
  ...planRoots(app, schema, world),
  ...world.things.map((thing) => planNode(app, schema, world, thing)),
  ...planMutations(app, schema, world),
]
