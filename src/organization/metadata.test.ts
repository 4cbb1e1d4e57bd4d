import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import * as organizations from './service.ts'

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let stop: Setup['stop']

beforeAll(async () => {
  ;({ app, github: sandbox, stop } = await startWithGithub())
})
afterAll(() => stop())
beforeEach(() => app.db.organization.deleteMany())

const create = (login: string) => {
  const account = demoWorld.accounts.find((candidate) => candidate.login === login)
  const installation = demoWorld.installations.find(({ accountId }) => accountId === account?.id)
  return app.db.organization.create({
    data: {
      externalId: BigInt(account?.id ?? 0),
      login,
      avatarUrl: 'https://example.com/before',
      isPersonal: account?.type === 'User',
      installationId: BigInt(installation?.id ?? 0),
      bio: 'What it was',
    },
  })
}

const refreshed = async ({ id }: { id: string }) => {
  await organizations.refreshMetadata(app.ctx, id)
  return app.db.organization.findUniqueOrThrow({ where: { id } })
}

test('an organization has the description of GitHub as bio, and the rest of its profile', async () => {
  const row = await refreshed(await create('acme'))
  expect(row).toMatchObject({
    name: 'Acme Rockets',
    bio: 'Rockets for everybody',
    blog: 'https://acme.example',
    location: 'Kourou',
    company: null,
    twitterUsername: null,
  })
  expect(row.avatarUrl).not.toBe('https://example.com/before')
})

test('a personal account has the bio of its person; what was emptied on GitHub is null', async () => {
  const row = await create('ada-demo')
  expect(await refreshed(row)).toMatchObject({
    name: 'Ada',
    bio: 'Writes programs',
    company: '@acme',
    location: 'London',
    email: 'ada@example.com',
  })
  sandbox.control.changeAccount({ login: 'ada-demo', changes: { bio: null, blog: '' } })
  expect(await refreshed(row)).toMatchObject({ bio: null, blog: null, name: 'Ada' })
})

test('nothing is taken from an account that has the login by now, or without the App', async () => {
  const row = await create('acme')
  for (const data of [{ externalId: 4_242n }, { status: 'SUSPENDED' as const }]) {
    await app.db.organization.update({ where: { id: row.id }, data })
    expect(await refreshed(row)).toMatchObject({ bio: 'What it was' })
  }
})

test('everybody with the App is asked for once a day', async () => {
  await create('acme')
  await create('ada-demo')
  await organizations.sendAllRefreshes(app.ctx)
  await organizations.sendAllRefreshes(app.ctx)
  const [row] = await app.db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pgboss.job
    WHERE name = 'organization.refresh_metadata' AND state = 'created'`
  expect(row?.count).toBe(2n)
})
