import type { Scope } from '#lib/scopes.ts'
import { scopeNames } from '#lib/scopes.ts'
import * as tokens from '#token/service.ts'
import type { TestApp } from '../app.ts'
import { createUser } from '../demo.ts'

/** Settings of the application that the table is made with: many doors are tried in one request. */
export const settings = {
  STAFF: 'boss',
  GRAPHQL_MAX_FIELDS: '10000',
  GRAPHQL_MAX_ROOT_FIELDS: '1000',
  GRAPHQL_MAX_ALIASES: '1000',
  GRAPHQL_MAX_NODES: '1000000',
  GRAPHQL_MAX_COST: '100000000',
}

/** The parts that people play in the world of the table; `anonymous` is nobody. */
export const roles = [
  'anonymous',
  'stranger',
  'member',
  'admin',
  'formerMember',
  'formerAdmin',
  'backer',
  'payerMember',
  'payerAdmin',
  'creditedMember',
  'creditedAdmin',
  'receiver',
  'receiverMember',
  'receiverAdmin',
  'staff',
] as const

export type Role = (typeof roles)[number]
export type Person = Exclude<Role, 'anonymous'>

export type Headers = Record<string, string>

/** A user for each role, by the role. */
export const createPeople = async (app: TestApp) => {
  const people = {} as Record<Person, string>
  for (const role of roles) {
    if (role === 'anonymous') continue
    const login = role === 'staff' ? 'boss' : role.toLowerCase()
    people[role] = (await createUser(app.db, { login, email: `${login}@example.com` })).id
  }
  return people
}

/** Makes the credentials that the table tries, each once. */
export const createCredentials = (app: TestApp, people: Record<Person, string>) => {
  const made = new Map<string, Promise<Headers>>()
  const once = (key: string, make: () => Promise<Headers>) => {
    const headers = made.get(key) ?? make()
    made.set(key, headers)
    return headers
  }
  return {
    /** A signed-in browser of a person; nothing for nobody. */
    session: (role: Role) =>
      once(role, async (): Promise<Headers> => {
        if (role === 'anonymous') return {}
        return { cookie: (await app.signIn(people[role])).cookie }
      }),
    /** A personal access token with these scopes. */
    token: (role: Person, scopes: readonly Scope[] = scopeNames) =>
      once(`${role} ${scopes.join()}`, async () => {
        const expiresAt = new Date(Date.now() + 86_400_000)
        const { token } = await tokens.create(app.ctx, people[role], {
          name: 'x',
          scopes,
          expiresAt,
        })
        return { authorization: `Bearer ${token}` }
      }),
  }
}

export type Credentials = ReturnType<typeof createCredentials>
