import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Repository } from '#generated/prisma/client.ts'
import { payloads } from '#github/service.ts'
import type { Source } from '#lib/versions.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createOrganization, createRepository } from '../../test/demo.ts'
import { pullRequestPayload, simplePullRequestPayload } from '../../test/github.ts'
import * as pullRequests from './service.ts'

let app: TestApp
let repository: Repository
let told: object[] = []

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  app.app.signals.connect({
    'pull_request.stored': async (_tx, payload) => {
      told.push(payload)
    },
  })
  const { id: organizationId } = await createOrganization(app.db)
  repository = await createRepository(app.db, { organizationId })
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.db.pullRequest.deleteMany()
  told = []
})

const full = (changes: object = {}) => payloads.pullRequest.parse(pullRequestPayload(changes))
const simple = (changes: object = {}) =>
  payloads.pullRequest.parse(simplePullRequestPayload(changes))

const store = (data: pullRequests.PullRequestData, source?: Source) =>
  app.ctx.transaction((tx) => pullRequests.store(tx, repository, data, source))

/** The row, without what differs from run to run. */
const row = async () => {
  const { id, createdAt, updatedAt, ...rest } = await app.db.pullRequest.findFirstOrThrow()
  expect(await app.db.pullRequest.count()).toBe(1)
  return rest
}

const at = (second: number) => ({ updated_at: `2026-02-01T00:00:0${second}Z` })

test('simple, full, simple: one row that keeps what only the whole has', async () => {
  await store(simple(at(1)))
  expect(await row()).toMatchObject({ additions: null, commits: null, mergedBy: null })
  await store(full({ ...at(2), additions: 3, deletions: 1 }))
  await store(simple({ ...at(3), title: 'Renamed' }))
  expect(await row()).toMatchObject({
    title: 'Renamed',
    additions: 3,
    deletions: 1,
    commits: 2,
    changedFiles: 1,
    commentsCount: 1,
    reviewCommentsCount: 2,
    maintainerCanModify: true,
  })
})

test('all that GitHub says is kept', async () => {
  await store(
    full({
      ...at(1),
      draft: true,
      labels: [{ id: 1, name: 'bug', color: 'ff0000', default: false }],
      requested_teams: [{ id: 5, name: 'Pilots', slug: 'pilots', privacy: 'closed' }],
      merged_at: '2026-02-01T00:00:00Z',
      merge_commit_sha: 'c'.repeat(40),
      mergeable: true,
      body: null,
    }),
  )
  expect(await row()).toMatchObject({
    isDraft: true,
    body: '',
    labels: [{ id: 1, name: 'bug', color: 'ff0000' }],
    requestedTeams: [{ id: 5, name: 'Pilots', slug: 'pilots' }],
    head: { ref: 'thrust', repository: { nameWithOwner: 'octocat/rocket' } },
    base: { label: 'acme:main' },
    author: { login: 'octocat' },
    autoMerge: null,
    milestone: null,
    isMergeable: true,
    mergedAt: new Date('2026-02-01T00:00:00Z'),
    mergeCommitSha: 'c'.repeat(40),
    pullRequestClosedAt: null,
    organizationId: repository.organizationId,
  })
})

test('older data change nothing, but bring details where there are none', async () => {
  await store(simple({ ...at(5), title: 'New' }))
  await store(full({ ...at(4), title: 'Old', additions: 7 }))
  expect(await row()).toMatchObject({ title: 'New', additions: 7 })
  await store(full({ ...at(3), title: 'Older', additions: 8 }))
  expect(await row()).toMatchObject({ title: 'New', additions: 7 })
})

test('descriptions in any order, many of one second, whole or not, make the same row', async () => {
  const description = fc
    .record({
      second: fc.integer({ min: 1, max: 2 }),
      title: fc.constantFrom('a', 'b'),
      additions: fc.constantFrom(null, 1, 2),
    })
    .map(({ second, title, additions }) =>
      additions === null
        ? simple({ ...at(second), title })
        : full({ ...at(second), title, additions }),
    )
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(description, { minLength: 2, maxLength: 4 })
        .chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
          ),
        ),
      async ([one, other]) => {
        const rows = []
        for (const order of [one, other, [...other, ...one]]) {
          await app.db.pullRequest.deleteMany()
          for (const data of order) await store(data)
          rows.push(await row())
        }
        expect(rows[1]).toEqual(rows[0])
        expect(rows[2]).toEqual(rows[0])
      },
    ),
    { numRuns: 20 },
  )
})

test('what GitHub answers wins over what it sent in the same second, in either order', async () => {
  for (const title of ['a', 'b', 'c']) {
    await app.db.pullRequest.deleteMany()
    await store(full({ ...at(1), title: 'Asked' }), 'API')
    await store(full({ ...at(1), title }), 'WEBHOOK')
    expect((await row()).title).toBe('Asked')
    await app.db.pullRequest.deleteMany()
    await store(full({ ...at(1), title }), 'WEBHOOK')
    await store(full({ ...at(1), title: 'Asked' }), 'API')
    expect((await row()).title).toBe('Asked')
  }
})

test('a deleted one stays as it is', async () => {
  const { id } = await store(full(at(1)))
  await app.db.pullRequest.update({ where: { id }, data: { deletedAt: new Date() } })
  await store(full({ ...at(2), title: 'Late' }))
  expect(await row()).toMatchObject({ title: 'Make it fly', deletedAt: expect.any(Date) })
})

describe('it is told', () => {
  test('once for a new one and for each change, not for the same again', async () => {
    const { id: pullRequestId } = await store(full(at(1)))
    await store(full(at(1)))
    await store(full(at(1)), 'API')
    await store(simple(at(1)))
    const place = {
      pullRequestId,
      repositoryId: repository.id,
      organizationId: repository.organizationId,
    }
    expect(told).toEqual([{ ...place, hasMentions: false, isDraftChanged: false }])
    await store(full({ ...at(2), draft: true, body: 'Fixes #1' }))
    expect(told[1]).toEqual({ ...place, hasMentions: true, isDraftChanged: true })
    await store(full({ ...at(1), title: 'Late' }))
    expect(told).toHaveLength(2)
  })

  test('when the row was made a draft only to those who know it', async () => {
    await store(full({ draft: true }))
    expect(told).toMatchObject([{ isDraftChanged: false }])
  })
})

test('a page takes the same few statements for one as for a hundred', async () => {
  const page = (count: number, second: number) =>
    Array.from({ length: count }, (_, index) =>
      simple({ ...at(second), id: 8_000 + index, number: 100 + index }),
    )
  const stored = (count: number, second: number) =>
    app.statementsDuring(() =>
      app.ctx.transaction((tx) =>
        pullRequests.storeAll(tx, repository, page(count, second), 'API'),
      ),
    )
  const one = await stored(1, 1)
  const hundred = await stored(100, 1)
  expect(hundred.result).toHaveLength(100)
  expect(hundred.statements).toHaveLength(one.statements.length)
  expect((await stored(100, 2)).statements).toHaveLength(one.statements.length)
  expect((await stored(100, 2)).statements.length).toBeLessThan(one.statements.length)
  expect(await app.db.pullRequest.count()).toBe(100)
})

test('a pull request that comes twice in a page is stored once', async () => {
  const rows = await app.ctx.transaction((tx) =>
    pullRequests.storeAll(tx, repository, [simple(at(1)), simple(at(2))], 'API'),
  )
  expect(rows).toHaveLength(1)
})

test('two at the same time make one row', async () => {
  await Promise.all([store(full(at(1))), store(full(at(2))), store(simple(at(3)))])
  expect((await row()).pullRequestUpdatedAt).toEqual(new Date('2026-02-01T00:00:03Z'))
})

test('moves with its repository', async () => {
  await store(full(at(1)))
  const { id: organizationId } = await createOrganization(app.db)
  await app.ctx.transaction((tx) =>
    tx.emit('repository.moved', { repositoryId: repository.id, organizationId }),
  )
  expect((await row()).organizationId).toBe(organizationId)
})
