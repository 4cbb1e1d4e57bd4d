import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Issue, Organization, Repository } from '#generated/prisma/client.ts'
import { payloads } from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { TryLater } from '#lib/jobs.ts'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { createIssue, createOrganization, createRepository } from '../../test/demo.ts'
import { issuePayload } from '../../test/github.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { syncIssue } from './jobs.ts'
import * as dependencies from './service.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>
let control: Awaited<ReturnType<typeof startWithGithub>>['github']['control']
let organization: Organization
let repository: Repository
let serial = 0

const installation = demoWorld.installations[0]

beforeAll(async () => {
  setting = await startWithGithub()
  control = setting.github.control
  organization = await createOrganization(setting.app.db, {
    login: 'acme',
    externalId: BigInt(installation?.accountId ?? 0),
    installationId: BigInt(installation?.id ?? 0),
  })
  repository = await createRepository(setting.app.db, { organizationId: organization.id })
  control.addAccount({ id: 501, login: 'Tove', type: 'User' })
  control.addRepository({ owner: 'Tove', name: 'Kernel' })
  control.addRepository({ owner: 'Tove', name: 'diary', isPrivate: true })
})
afterAll(() => setting.stop())
beforeEach(async () => {
  control.clearRequests()
  control.clearFailures()
  await setting.app.app.queue.boss.deleteAllJobs(syncIssue.name)
})

const openForeign = (at = 'Tove/Kernel') =>
  control.openIssue({ repository: at, title: 'It panics' }).number

const write = (body: string): Promise<Issue> =>
  createIssue(setting.app.db, {
    organizationId: organization.id,
    repositoryId: repository.id,
    number: ++serial,
    body,
  })

const sync = ({ id }: Issue) => dependencies.syncIssue(setting.app.ctx, id)

const dependenciesOf = async ({ id }: Issue) =>
  (
    await setting.app.db.issueDependency.findMany({
      where: { dependentIssueId: id },
      include: { dependencyIssue: { include: { organization: true, repository: true } } },
      orderBy: { dependencyIssueId: 'asc' },
    })
  ).map(
    ({
      dependencyIssue: {
        organization: owner,
        repository: { name },
        number,
      },
    }) => `${owner.login}/${name}#${number}`,
  )

describe('an issue depends on', () => {
  test('the issues of others that its text names, however often and in whatever case', async () => {
    const [one, two] = [openForeign(), openForeign()]
    const issue = await write(
      `Waits for tove/kernel#${one}, https://github.com/Tove/Kernel/issues/${one} and
       https://github.com/Tove/Kernel/issues/${two}`,
    )
    await sync(issue)
    await sync(issue)
    expect(await dependenciesOf(issue)).toEqual([`Tove/Kernel#${one}`, `Tove/Kernel#${two}`])
    const [row] = await setting.app.db.issueDependency.findMany({
      where: { dependentIssueId: issue.id },
    })
    expect(row).toMatchObject({ organizationId: organization.id, repositoryId: repository.id })
  })

  test('nothing of its own owner, nor what has no repository, is a pull request, private or not there', async () => {
    const pull = control.openPull({ repository: 'Tove/Kernel', title: 'x' }).number
    const secret = openForeign('Tove/diary')
    const issue = await write(
      `#1 ACME/rocket#1 Tove#1 Tove/Kernel#${pull} Tove/diary#${secret} Tove/Kernel#999 Tove/no#1`,
    )
    await sync(issue)
    expect(await dependenciesOf(issue)).toEqual([])
    expect(await setting.app.db.repository.count({ where: { name: 'diary' } })).toBe(0)
  })

  test('no private issue of others that we have', async () => {
    const tove = await createOrganization(setting.app.db, { login: 'Mathilda' })
    const diary = await createRepository(setting.app.db, {
      organizationId: tove.id,
      name: 'diary',
      isPrivate: true,
    })
    await createIssue(setting.app.db, {
      organizationId: tove.id,
      repositoryId: diary.id,
      number: 1,
    })
    const issue = await write('Mathilda/diary#1')
    await sync(issue)
    expect(await dependenciesOf(issue)).toEqual([])
  })

  test('one that we have, without asking GitHub', async () => {
    const number = openForeign()
    const first = await write(`Tove/Kernel#${number}`)
    await sync(first)
    control.clearRequests()
    const second = await write(`TOVE/KERNEL#${number}`)
    await sync(second)
    expect(await dependenciesOf(second)).toEqual([`Tove/Kernel#${number}`])
    expect(control.listRequests()).toEqual([])
  })

  test('all of them in the end, when a limit is reached in the midst', async () => {
    const [one, two] = [openForeign(), openForeign()]
    const issue = await write(`Tove/Kernel#${one} Tove/Kernel#${two}`)
    control.failNext({
      path: `/api/v3/repos/Tove/Kernel/issues/${two}`,
      limit: { kind: 'primary', seconds: 60 },
    })
    await expect(sync(issue)).rejects.toBeInstanceOf(TryLater)
    await setting.app.db.cacheEntry.deleteMany()
    control.clearFailures()
    control.clearRequests()
    await sync(issue)
    expect(await dependenciesOf(issue)).toEqual([`Tove/Kernel#${one}`, `Tove/Kernel#${two}`])
    expect(setting.requestsTo(`/repos/Tove/Kernel/issues/${one}`)).toEqual([])
  })

  test('a hundred issues at most', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `Tove/no-${index}#1`)
    const issue = await write(names.join(' '))
    await sync(issue)
    expect(setting.requestsTo('/repos/Tove/no-')).toHaveLength(100)
  })

  test('nothing, where the App can’t read, or the issue is gone', async () => {
    const issue = await write(`Tove/Kernel#${openForeign()}`)
    const where = { id: organization.id }
    await setting.app.db.organization.update({ where, data: { status: 'SUSPENDED' } })
    await sync(issue)
    await setting.app.db.organization.update({ where, data: { status: 'ACTIVE' } })
    await dependencies.syncIssue(setting.app.ctx, crypto.randomUUID())
    expect(await dependenciesOf(issue)).toEqual([])
    expect(control.listRequests()).toEqual([])
  })
})

test.each([
  ['Tove/Kernel#1', 1],
  ['https://github.com/Tove/Kernel/issues/1', 1],
  ['Acme/rocket#1 #2 Tove#3', 0],
  ['', 0],
])(
  'an issue that came with a webhook or was read, and says %j: %i jobs; not again for the same text',
  async (body, count) => {
    const { app } = setting
    serial += 1
    const data = payloads.issue.parse(issuePayload({ id: 80_000 + serial, number: serial, body }))
    const stored = (later: object = {}) =>
      app.ctx.transaction((tx) => issues.store(tx, repository, { ...data, ...later }, 'API'))
    await stored()
    const jobs = () => app.app.queue.boss.findJobs(syncIssue.name)
    expect(await jobs()).toHaveLength(count)
    await app.app.queue.boss.deleteAllJobs(syncIssue.name)
    const issueUpdatedAt = new Date(data.issueUpdatedAt.getTime() + 1_000)
    await stored({ issueUpdatedAt, title: 'Another title' })
    expect(await jobs()).toEqual([])
    await stored({
      issueUpdatedAt: new Date(issueUpdatedAt.getTime() + 1_000),
      body: `Now: ${body}`,
    })
    expect(await jobs()).toHaveLength(count)
  },
)

test('both sides can be asked for, as far as one may see them, in constant statements', async () => {
  const { db } = setting.app
  const other = await createOrganization(db)
  const open = await createRepository(db, { organizationId: other.id, name: 'open' })
  const closed = await createRepository(db, {
    organizationId: other.id,
    name: 'closed',
    isPrivate: true,
  })
  const dependent = await write('')
  for (const { id: repositoryId } of [open, open, closed]) {
    const dependency = await createIssue(db, {
      organizationId: other.id,
      repositoryId,
      number: ++serial,
    })
    await db.issueDependency.create({
      data: {
        organizationId: organization.id,
        repositoryId: repository.id,
        dependentIssueId: dependent.id,
        dependencyIssueId: dependency.id,
      },
    })
  }
  type List = { totalCount: number; nodes: { number: number; dependents: List }[] }
  const ask = (first: number) =>
    setting.app.statementsDuring(() =>
      setting.app.query<{ issue: { dependencies: List } }, object>(
        `{ issue(owner: "acme", repository: "${repository.name}", number: ${dependent.number}) {
             dependencies(first: ${first}) {
               nodes { number repository { name } dependents(first: 5) { nodes { number } } }
               pageInfo { hasNextPage endCursor }
             }
           } }`,
      ),
    )
  const two = await ask(5)
  expect(two.result).toEqual({
    data: {
      issue: {
        dependencies: {
          nodes: [serial - 2, serial - 1].map((number) => ({
            number,
            repository: { name: 'open' },
            dependents: { nodes: [{ number: dependent.number }] },
          })),
          pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
        },
      },
    },
  })
  const one = await ask(1)
  expect(one.result.data?.issue.dependencies.nodes).toHaveLength(1)
  expect(one.statements).toHaveLength(two.statements.length)
  const counted = await setting.app.query(
    `{ issue(owner: "acme", repository: "${repository.name}", number: ${dependent.number}) {
         dependencies { totalCount } dependents { totalCount }
       } }`,
  )
  expect(counted.data).toEqual({
    issue: { dependencies: { totalCount: 2 }, dependents: { totalCount: 0 } },
  })
})
