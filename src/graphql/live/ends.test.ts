// Streams are in one process; sessions, tokens and memberships end in another.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import * as tokens from '#token/service.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { createDemo, createMembership, createUser } from '../../../test/demo.ts'
import { startProcess } from '../../../test/processes.ts'
import { subscribe } from '../../../test/sse.ts'

let app: TestApp
let other: Awaited<ReturnType<typeof startProcess>>
let place: { issueId: string; repositoryId: string; organizationId: string }

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  other = await startProcess('src/server.ts', { DATABASE_URL: app.env.DATABASE_URL ?? '' })
  const [demo] = await createDemo(app.db, { isPrivate: true })
  if (!demo) throw new Error('There is no issue')
  const { issue, repository, organization } = demo
  place = { issueId: issue.id, repositoryId: repository.id, organizationId: organization.id }
}, 60_000)
afterAll(async () => {
  await other?.stop()
  await app?.stop()
})

const member = async () => {
  const user = await createUser(app.db)
  const { organizationId } = place
  await createMembership(app.db, { userId: user.id, organizationId })
  return user
}

const follow = async (headers: Record<string, string>) => {
  const query = `subscription { issueUpdated(repositoryId: "${encodeId('Repository', place.repositoryId)}") { issueId issue { title } } }`
  const stream = subscribe(other.ready, query, headers)
  await stream.opened
  return stream
}

const publish = (title = 'Changed') =>
  app.ctx.transaction(async (tx) => {
    await tx.db.issue.update({ where: { id: place.issueId }, data: { title } })
    tx.publish('issue.updated', place)
  })

const told = { data: { issueUpdated: { issueId: expect.any(String) } } }
const ended = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }

const mutation = (text: string) => `mutation { ${text} { __typename } }`

const tokenOf = async (userId: string, seconds: number) => {
  const expiresAt = new Date(Date.now() + seconds * 1_000)
  const scopes = ['issues:read'] as const
  const { row, token } = await tokens.create(app.ctx, userId, { name: 't', scopes, expiresAt })
  return { id: row.id, headers: { authorization: `Bearer ${token}` } }
}

test.each<[string, (cookie: string, email: string) => Promise<unknown>]>([
  ['sign-out', (cookie) => app.post('/auth/logout', '', { cookie, origin: app.address })],
  [
    'sign-out everywhere',
    (cookie) => app.query(mutation('signOutEverywhere(input: {})'), undefined, { cookie }),
  ],
  [
    'the end of the account',
    (cookie, email) =>
      app.query(mutation(`deleteAccount(input: { confirmEmail: "${email}" })`), undefined, {
        cookie,
      }),
  ],
])('%s in another process ends the streams of the session', async (_name, end) => {
  const { id, email } = await member()
  const { cookie } = await app.signIn(id)
  const stream = await follow({ cookie })
  await publish()
  expect(await stream.next()).toMatchObject(told)
  await end(cookie, email)
  expect(await stream.next()).toMatchObject(ended)
  expect(await stream.next()).toBeUndefined()
})

test('signing out of all other sessions leaves the streams of this one', async () => {
  const { id } = await member()
  const [one, two] = [await app.signIn(id), await app.signIn(id)]
  const kept = await follow({ cookie: one.cookie })
  const lost = await follow({ cookie: two.cookie })
  const all = mutation('signOutEverywhere(input: { keepCurrent: true })')
  await app.query(all, undefined, { cookie: one.cookie })
  expect(await lost.next()).toMatchObject(ended)
  await publish()
  expect(await kept.next()).toMatchObject(told)
  kept.close()
})

test('a token that is revoked or expires ends its streams', async () => {
  const { id } = await member()
  const [revoked, expiring] = [await tokenOf(id, 3_600), await tokenOf(id, 3)]
  const streams = [await follow(revoked.headers), await follow(expiring.headers)]
  await tokens.revoke(app.ctx, id, revoked.id)
  for (const { next } of streams) expect(await next()).toMatchObject(ended)
})

test('a former member hears nothing more; the stream stays', async () => {
  const { id: userId } = await member()
  const { id: colleague } = await member()
  const former = await follow({ cookie: (await app.signIn(userId)).cookie })
  const staying = await follow({ cookie: (await app.signIn(colleague)).cookie })
  const where = { userId, organizationId: place.organizationId }
  for (const [title, deletedAt] of [
    ['As a member', null],
    ['As nobody', new Date()],
    ['As a member again', null],
  ] as const) {
    await app.db.membership.updateMany({ where, data: { deletedAt } })
    await publish(title)
    const told = { data: { issueUpdated: { issue: { title } } } }
    expect(await staying.next()).toMatchObject(told)
    if (!deletedAt) expect(await former.next()).toMatchObject(told)
  }
  former.close()
  staying.close()
})
