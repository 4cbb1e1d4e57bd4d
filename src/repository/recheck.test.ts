import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { TryLater } from '#lib/jobs.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { recheckAll } from './service/recheck.ts'

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let requestsTo: Setup['requestsTo']
let stop: Setup['stop']

const yesterday = () => new Date(Date.now() - 25 * 60 * 60 * 1_000)

beforeAll(async () => {
  ;({ app, github: sandbox, requestsTo, stop } = await startWithGithub())
  sandbox.control.addAccount({ id: 501, login: 'Tove', type: 'User' })
})
afterAll(() => stop())

let serial = 0
let name = ''

/** A repository of somebody without our App, looked up more than a day ago. */
beforeEach(async () => {
  name = `kernel-${++serial}`
  sandbox.control.addRepository({ owner: 'Tove', name })
  const { number } = sandbox.control.openIssue({ repository: `Tove/${name}`, title: 'It panics' })
  const place = { owner: 'Tove', repository: name, number }
  await issues.importForeign(app.ctx, place, github.asPublic(app.ctx))
  await app.db.repository.updateMany({ where: { name }, data: { checkedAt: yesterday() } })
})

const find = async (wanted = name) => {
  const { data } = await app.query<
    { repository: object | null; issues: { totalCount: number } },
    object
  >(
    `{ repository(owner: "Tove", name: "${wanted}") { description }
       issues(organization: "Tove", repository: "${wanted}") { totalCount } }`,
  )
  return data
}

const nothing = { repository: null, issues: { totalCount: 0 } }

describe('a repository without our App is asked for once a day', () => {
  test('and is brought up to date while it is public', async () => {
    sandbox.control.editRepository({
      repository: `Tove/${name}`,
      changes: { description: 'Boots again' },
      at: new Date(Date.now() + 60_000).toISOString(),
    })
    await recheckAll(app.ctx)
    const expected = { repository: { description: 'Boots again' }, issues: { totalCount: 1 } }
    expect(await find()).toEqual(expected)
    const before = requestsTo('/repos').length
    await recheckAll(app.ctx)
    expect(requestsTo('/repos')).toHaveLength(before)
  })

  test('and nobody sees it once it is private; looked up when public again, it is back', async () => {
    sandbox.control.privatizeRepository({ repository: `Tove/${name}` })
    await recheckAll(app.ctx)
    expect(await find()).toEqual(nothing)
    sandbox.control.publicizeRepository({ repository: `Tove/${name}` })
    const place = { owner: 'Tove', repository: name, number: 1 }
    await issues.importForeign(app.ctx, place, github.asPublic(app.ctx))
    expect(await find()).toMatchObject({ issues: { totalCount: 1 } })
  })

  test('and nobody sees it once it is deleted, even if another one has its name', async () => {
    sandbox.control.deleteRepository({ repository: `Tove/${name}` })
    sandbox.control.addRepository({ owner: 'Tove', name })
    await recheckAll(app.ctx)
    expect(await find()).toEqual(nothing)
  })

  test('also where the App was once installed', async () => {
    const { id: repositoryId } = await app.db.repository.findFirstOrThrow({ where: { name } })
    await app.db.organization.updateMany({
      where: { login: 'Tove' },
      data: { removedInstallationId: 7n },
    })
    const access = { installationId: 7n, isGranted: true, asOf: yesterday() }
    await app.db.repositoryAccess.create({ data: { repositoryId, ...access } })
    sandbox.control.privatizeRepository({ repository: `Tove/${name}` })
    await recheckAll(app.ctx)
    expect(await find()).toEqual(nothing)
  })

  test('and is found by its new name once it is renamed', async () => {
    sandbox.control.renameRepository({
      repository: `Tove/${name}`,
      name: `${name}-next`,
      at: new Date(Date.now() + 60_000).toISOString(),
    })
    await recheckAll(app.ctx)
    expect(await find()).toEqual(nothing)
    expect(await find(`${name}-next`)).toMatchObject({ issues: { totalCount: 1 } })
  })

  test('and stays as it is while GitHub is away: the job is tried later', async () => {
    sandbox.control.failNext({ path: '/api/v3/repos', status: 503, times: 'always' })
    await expect(recheckAll(app.ctx)).rejects.toThrow(TryLater)
    sandbox.control.clearFailures()
    expect(await find()).toMatchObject({ issues: { totalCount: 1 } })
  })
})
