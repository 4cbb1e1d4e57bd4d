import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '#lib/jobs.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { hear } from '../../test/live.ts'
import { readPage as readPageJob } from './jobs.ts'
import * as sync from './service.ts'

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let control: Setup['github']['control']
let requestsTo: Setup['requestsTo']
let stop: Setup['stop']
let installationId = 0

beforeAll(async () => {
  const setup = await startWithGithub()
  ;({ app, requestsTo, stop } = setup)
  control = setup.github.control
  const acme = setup.github.world.accounts.find(({ login }) => login === 'acme')
  const all = setup.github.world.installations
  installationId = all.find(({ accountId }) => accountId === acme?.id)?.id ?? 0
  await app.db.organization.create({
    data: {
      externalId: BigInt(acme?.id ?? 0),
      login: 'acme',
      avatarUrl: 'https://example.com/acme',
      isPersonal: false,
      installationId: BigInt(installationId),
    },
  })
})
afterAll(() => stop())

const readInstallation = async () => {
  const { id } = await app.db.organization.findFirstOrThrow({ where: { login: 'acme' } })
  await sync.readInstallation(app.ctx, id)
}

let serial = 0
let name = ''

/** A public repository, known to us, whose reading is about to begin. */
beforeEach(async () => {
  name = `engine-${++serial}`
  control.addRepository({ owner: 'acme', name })
  control.openIssue({ repository: `acme/${name}`, title: 'Everybody may read it' })
  await readInstallation()
})

const repository = () =>
  app.db.repository.findFirstOrThrow({ where: { name }, include: { syncs: true } })

const readIssues = async () => {
  const { syncs } = await repository()
  const reading = syncs.find(({ kind }) => kind === 'ISSUES')
  if (!reading) throw new Error('There is a reading')
  await sync.readPage(app.ctx, reading)
}

const titles = async () => {
  const { data } = await app.query<{ issues: { nodes: { title: string }[] } }, object>(
    `{ issues(organization: "acme", repository: "${name}") { nodes { title } } }`,
  )
  return data?.issues.nodes.map(({ title }) => title)
}

test('after a change of an installation a token is made anew, for what it may do now', async () => {
  const tokens = () => requestsTo(`/app/installations/${installationId}/access_tokens`).length
  await readInstallation()
  const before = tokens()
  await readInstallation()
  expect(tokens()).toBe(before)
  const at = new Date(Date.now() + 2_000).toISOString()
  control.acceptPermissions({ id: Number(installationId), permissions: null, at })
  await readInstallation()
  expect(tokens()).toBe(before + 1)
})

describe('a page of issues', () => {
  test('is not read of another repository that took over the name', async () => {
    control.renameRepository({ repository: `acme/${name}`, name: `${name}-old` })
    control.addRepository({ owner: 'acme', name, isPrivate: true })
    control.openIssue({ repository: `acme/${name}`, title: 'A secret' })
    await expect(readIssues()).rejects.toThrow(TryLater)
    expect(await titles()).toEqual([])
  })

  test('of a reading that begins anew has a job, though one of the old reading still waits', async () => {
    const jobs = async () => {
      const { id: repositoryId } = await repository()
      return app.db.$queryRaw<{ run: number }[]>`
        SELECT (data -> 'payload' -> 'run')::int AS run FROM pgboss.job
        WHERE name = ${readPageJob.name} AND data -> 'payload' ->> 'kind' = 'ISSUES'
          AND data -> 'payload' ->> 'repositoryId' = ${repositoryId} ORDER BY run`
    }
    expect(await jobs()).toEqual([{ run: 1 }])
    const { id: repositoryId } = await repository()
    const movedAt = new Date(Date.now() - 3 * 3_600_000)
    await app.db.repositorySync.updateMany({ where: { repositoryId }, data: { movedAt } })
    await readInstallation()
    expect(await jobs()).toEqual([{ run: 1 }, { run: 2 }])
  })

  test('that can’t be read any more ends the reading, and that is told live', async () => {
    const { id: repositoryId } = await repository()
    const stateOf = async () =>
      (await repository()).syncs.find(({ kind }) => kind === 'ISSUES')?.state
    const progress = hear(app.app.pubsub, 'sync.progress')
    control.failNext({ path: `/api/v3/repos/acme/${name}/issues`, status: 404 })
    const [states] = await Promise.all([
      (async () => {
        const told: (string | undefined)[] = []
        while (told.at(-1) !== 'STOPPED') {
          const { repositoryId: id } = await progress.next()
          if (id === repositoryId) told.push(await stateOf())
        }
        return told
      })(),
      readIssues(),
    ])
    expect(states.at(-1)).toBe('STOPPED')
  })
})

describe('a repository that was transferred', () => {
  test('to an account without our App is seen by nobody', async () => {
    control.addAccount({ id: 9_000 + serial, login: `elsewhere-${serial}`, type: 'Organization' })
    const { id } = await repository()
    const elsewhere = await app.db.organization.create({
      data: {
        externalId: BigInt(9_000 + serial),
        login: `elsewhere-${serial}`,
        avatarUrl: 'https://example.com/elsewhere',
        isPersonal: false,
      },
    })
    control.transferRepository({ repository: `acme/${name}`, to: elsewhere.login })
    await app.db.repository.update({ where: { id }, data: { organizationId: elsewhere.id } })
    await readInstallation()
    expect((await repository()).deletedAt).not.toBeNull()
  })
})
