import { type Scope, scopeNames } from '#lib/scopes.ts'
import * as tokens from '#token/service.ts'
import type { TestApp } from '../app.ts'
import { createUser } from '../demo.ts'
import type { Headers, Person } from './people.ts'
import type { World } from './world.ts'

const past = new Date(0)

type Make = {
  session(userId: string): Promise<{ cookie: string; sessionId: string }>
  token(userId: string, scopes?: Scope[]): Promise<{ bearer: Headers; id: string }>
}

const createMake = (app: TestApp): Make => ({
  session: (userId) => app.signIn(userId),
  token: async (userId, scopes = scopeNames) => {
    const expiresAt = new Date(Date.now() + 86_400_000)
    const { token, row } = await tokens.create(app.ctx, userId, { name: 'x', scopes, expiresAt })
    return { bearer: { authorization: `Bearer ${token}` }, id: row.id }
  },
})

/** An admin of acme who deletes the account once they have a session and a token. */
const createLeaver = async (app: TestApp, make: Make, world: World) => {
  const { id } = await createUser(app.db, { login: 'leaver' })
  const organizationId = world.places.organizations.acme.id
  await app.db.membership.create({ data: { userId: id, organizationId, isAdmin: true } })
  const { cookie } = await make.session(id)
  const { bearer } = await make.token(id)
  await app.db.user.update({ where: { id }, data: { deletedAt: new Date() } })
  return { cookie, bearer }
}

const createOver = async (app: TestApp, make: Make, admin: string) => {
  const { db } = app
  const over = await make.session(admin)
  await db.session.update({ where: { id: over.sessionId }, data: { expiresAt: past } })
  const ended = await make.session(admin)
  await db.session.delete({ where: { id: ended.sessionId } })
  const expired = await make.token(admin)
  await db.personalAccessToken.update({ where: { id: expired.id }, data: { expiresAt: past } })
  const revoked = await make.token(admin)
  await db.personalAccessToken.update({ where: { id: revoked.id }, data: { deletedAt: past } })
  return { over, ended, expired, revoked }
}

/** Ways to say who one is, good and bad ones, alone and together. */
const createKeys = async (
  app: TestApp,
  world: World,
  people: Record<Person, string>,
): Promise<Record<string, Headers>> => {
  const make = createMake(app)
  const { over, ended, expired, revoked } = await createOver(app, make, people.admin)
  const leaver = await createLeaver(app, make, world)
  const { cookie } = await make.session(people.admin)
  const stranger = { cookie: (await make.session(people.stranger)).cookie }
  const { bearer } = await make.token(people.admin)
  const unknown = { authorization: `Bearer polar_pat_${'x'.repeat(43)}` }
  return {
    'session of the admin': { cookie },
    '… which is over': { cookie: over.cookie },
    '… which was ended': { cookie: ended.cookie },
    '… from a page of ours': { cookie, origin: app.app.config.publicUrl },
    '… from a page of somebody else’s': { cookie, origin: 'https://example.org' },
    '… with an unknown token': { cookie, ...unknown },
    'session of an admin who deleted the account': { cookie: leaver.cookie },
    'session of the former admin': { cookie: (await make.session(people.formerAdmin)).cookie },
    'session of staff': { cookie: (await make.session(people.staff)).cookie },
    'token of the admin, all scopes': bearer,
    '… which is expired': expired.bearer,
    '… which was revoked': revoked.bearer,
    '… with the origin of somebody else’s page': { ...bearer, origin: 'https://example.org' },
    '… with a session that is over': { ...bearer, cookie: over.cookie },
    '… with a session of the stranger': { ...bearer, ...stranger },
    'token of an admin who deleted the account': leaver.bearer,
    'token of the former admin': (await make.token(people.formerAdmin)).bearer,
    'token of staff': (await make.token(people.staff)).bearer,
    'token that nobody has': unknown,
  }
}

type Answer = {
  data?: { target?: { login?: string; __typename?: string } | null } | null
  errors?: { extensions: { code: string } }[]
}

const wordOf = ({ data, errors }: Answer) =>
  errors?.[0]?.extensions.code ?? data?.target?.login ?? data?.target?.__typename ?? '–'

/** A table, in Markdown, of who each way of saying who one is turns out to be. */
export const tryKeys = async (app: TestApp, world: World, people: Record<Person, string>) => {
  const issueId = world.id('Issue', 'private')
  const documents = {
    'who one is': '{ target: viewer { login } }',
    'a private issue': `{ target: node(id: "${issueId}") { __typename } }`,
    'changing it': `mutation {
      target: updateIssue(input: { issueId: "${issueId}", upfrontSplitToContributors: 10 }) { __typename }
    }`,
    'changing a public one': `mutation {
      target: updateIssue(input: { issueId: "${world.id('Issue', 'public')}", upfrontSplitToContributors: 10 }) { __typename }
    }`,
    'making a token': `mutation {
      target: createPersonalAccessToken(input: { name: "", scopes: [] }) { __typename }
    }`,
    'webhook deliveries': '{ target: webhookDeliveries { __typename } }',
  }
  const lines: string[] = []
  for (const [name, headers] of Object.entries(await createKeys(app, world, people))) {
    const words: string[] = []
    for (const document of Object.values(documents)) {
      words.push(wordOf((await app.query<object, object>(document, {}, headers)) as Answer))
    }
    lines.push(`| ${name} | ${words.join(' | ')} |`)
  }
  return [
    '## Credentials',
    '',
    `| | ${Object.keys(documents).join(' | ')} |`,
    `| --- |${' --- |'.repeat(Object.keys(documents).length)}`,
    ...lines,
    '',
  ].join('\n')
}
