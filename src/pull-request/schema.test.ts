import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createPullRequest } from '../../test/demo.ts'
import { installationEvent, pullRequestEvent, repositoryEvent } from '../../test/github.ts'
import { subscribe } from '../../test/sse.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  await app.deliver(installationEvent('created'))
  await app.settled()
})
afterAll(() => app.stop())

const deliver = async (event: { event: string; payload: object }) => {
  await app.deliver(event)
  await app.settled()
}

const byPlace = async (fields: string, place = 'owner: "acme", repository: "rocket", number: 3') =>
  (
    await app.query<{ pullRequest: object | null }, object>(
      `{ pullRequest(${place}) { ${fields} } }`,
    )
  ).data?.pullRequest

describe('a webhook', () => {
  test('opened: the whole of it can be asked for', async () => {
    await deliver(pullRequestEvent('opened', { additions: 3, deletions: 1 }))
    expect(
      await byPlace(`number title body state isDraft merged mergedAt additions deletions changedFiles
        commitCount commentCount headRefName baseRefName author { login } labels { name } url
        createdAt closedAt repository { name } organization { login }`),
    ).toEqual({
      number: 3,
      title: 'Make it fly',
      body: 'More thrust.',
      state: 'OPEN',
      isDraft: false,
      merged: false,
      mergedAt: null,
      additions: 3,
      deletions: 1,
      changedFiles: 1,
      commitCount: 2,
      commentCount: 1,
      headRefName: 'thrust',
      baseRefName: 'main',
      author: { login: 'octocat' },
      labels: [],
      url: 'https://github.com/acme/rocket/pull/3',
      createdAt: '2026-01-04T00:00:00.000Z',
      closedAt: null,
      repository: { name: 'rocket' },
      organization: { login: 'acme' },
    })
    expect(await byPlace('title', 'owner: "ACME", repository: "Rocket", number: 3')).not.toBeNull()
    expect(await byPlace('title', 'owner: "acme", repository: "rocket", number: 4')).toBeNull()
  })

  test('edited: its new text', async () => {
    const updated_at = '2026-01-05T00:00:00Z'
    await deliver(pullRequestEvent('edited', { updated_at, title: 'Make it land', body: null }))
    expect(await byPlace('title body')).toEqual({ title: 'Make it land', body: '' })
  })

  test('synchronize: the commit that would merge it', async () => {
    const updated_at = '2026-01-06T00:00:00Z'
    const merge_commit_sha = 'c'.repeat(40)
    await deliver(pullRequestEvent('synchronize', { updated_at, merge_commit_sha, commits: 3 }))
    expect(await byPlace('mergeCommitSha commitCount')).toEqual({
      mergeCommitSha: merge_commit_sha,
      commitCount: 3,
    })
  })

  test.each([
    ['converted_to_draft', { draft: true }, { isDraft: true, state: 'OPEN' }],
    ['ready_for_review', { draft: false }, { isDraft: false, state: 'OPEN' }],
    [
      'labeled',
      { labels: [{ id: 1, name: 'bug', color: 'f00000' }] },
      { labels: [{ name: 'bug' }] },
    ],
    ['unlabeled', { labels: [] }, { labels: [] }],
    [
      'closed',
      { state: 'closed', closed_at: '2026-01-07T00:00:00Z' },
      { state: 'CLOSED', merged: false, closedAt: '2026-01-07T00:00:00.000Z' },
    ],
    ['reopened', { state: 'open', closed_at: null }, { state: 'OPEN', closedAt: null }],
    [
      'closed',
      {
        state: 'closed',
        merged: true,
        closed_at: '2026-01-08T00:00:00Z',
        merged_at: '2026-01-08T00:00:00Z',
      },
      { state: 'MERGED', merged: true, mergedAt: '2026-01-08T00:00:00.000Z' },
    ],
  ])('%s %j: %j', async (action, changes, expected) => {
    const { pullRequestUpdatedAt } = await app.db.pullRequest.findFirstOrThrow()
    const updated_at = new Date(pullRequestUpdatedAt.getTime() + 1_000).toISOString()
    await deliver(pullRequestEvent(action, { updated_at, ...changes }))
    const fields = Object.keys(expected).map((name) =>
      name === 'labels' ? 'labels { name }' : name,
    )
    expect(await byPlace(fields.join(' '))).toEqual(expected)
  })

  test('without an installation: nothing', async () => {
    const { event, payload } = pullRequestEvent('opened', { id: 7_999, number: 99 })
    const { installation, ...rest } = payload
    await deliver({ event, payload: rest })
    expect(await byPlace('title', 'owner: "acme", repository: "rocket", number: 99')).toBeNull()
  })
})

test('whoever follows a repository or its organization hears of a change, not of a private one', async () => {
  const { id, organizationId } = await app.db.repository.findFirstOrThrow()
  const document = (argument: string) =>
    `subscription { pullRequestUpdated(${argument}) { pullRequestId pullRequest { title state } } }`
  const both = [
    subscribe(app.address, document(`repositoryId: "${encodeId('Repository', id)}"`)),
    subscribe(
      app.address,
      document(`organizationId: "${encodeId('Organization', organizationId)}"`),
    ),
  ]
  await Promise.all(both.map(({ opened }) => opened))
  const updated_at = '2026-05-01T00:00:00Z'
  await deliver(repositoryEvent('privatized', { private: true, updated_at }))
  await deliver(
    pullRequestEvent('opened', { id: 7_001, number: 4, title: 'Secret' }, { private: true }),
  )
  await deliver(repositoryEvent('publicized', { updated_at: '2026-05-02T00:00:00Z' }))
  await deliver(pullRequestEvent('opened', { id: 7_002, number: 5, title: 'Public' }))
  for (const { next, close } of both) {
    expect(await next()).toMatchObject({
      data: { pullRequestUpdated: { pullRequest: { title: 'Public', state: 'OPEN' } } },
    })
    close()
  }
})

describe('lists', () => {
  const numbers = (list: { nodes: { number: number }[] } | null | undefined) =>
    list?.nodes.map(({ number }) => number)

  test('of a repository: newest first, in the states asked for, in constant statements', async () => {
    const [place] = await createDemo(app.db)
    if (!place) throw new Error('no demo')
    const { organization, repository } = place
    const at = { organizationId: organization.id, repositoryId: repository.id }
    await createPullRequest(app.db, { ...at, number: 11 })
    await createPullRequest(app.db, { ...at, number: 12, state: 'CLOSED' })
    await createPullRequest(app.db, { ...at, number: 13, state: 'CLOSED', mergedAt: new Date() })
    const list = async (args: string) => {
      const { result, statements } = await app.statementsDuring(() =>
        app.query<
          { repository: { pullRequests: { totalCount: number; nodes: { number: number }[] } } },
          object
        >(
          `{ repository(owner: "${organization.login}", name: "${repository.name}") {
               pullRequests(${args}) { totalCount nodes { number author { login } } }
             } }`,
        ),
      )
      const page = result.data?.repository.pullRequests
      return { numbers: numbers(page), total: page?.totalCount, statements: statements.length }
    }
    const all = await list('first: 10')
    expect(all).toMatchObject({ numbers: [13, 12, 11], total: 3 })
    expect(await list('first: 10, states: [OPEN]')).toMatchObject({ numbers: [11], total: 1 })
    expect(await list('first: 10, states: [CLOSED]')).toMatchObject({ numbers: [12], total: 1 })
    expect(await list('first: 10, states: [MERGED, OPEN]')).toMatchObject({ numbers: [13, 11] })
    expect((await list('first: 10, states: []')).numbers).toEqual([])
    expect((await list('first: 1')).statements).toBe(all.statements)
  })

  test.each([
    [false, [21], 1],
    [true, [], 0],
  ])('by reference, private %s: %j', async (isPrivate, expected, totalCount) => {
    const [place] = await createDemo(app.db, { isPrivate })
    if (!place) throw new Error('no demo')
    const at = { organizationId: place.organization.id, repositoryId: place.repository.id }
    const referring = await createPullRequest(app.db, { ...at, number: 21 })
    await createPullRequest(app.db, { ...at, number: 22 })
    await app.db.issueReference.create({
      data: {
        type: 'PULL_REQUEST',
        externalId: referring.id,
        issueId: place.issue.id,
        pullRequestId: referring.id,
      },
    })
    const { data } = await app.query<
      { pullRequests: { totalCount: number; nodes: { number: number }[] } },
      object
    >(
      `{ pullRequests(referencesIssueId: "${encodeId('Issue', place.issue.id)}", states: [OPEN]) {
           totalCount nodes { number title additions deletions merged author { login } }
         } }`,
    )
    expect(numbers(data?.pullRequests)).toEqual(expected)
    expect(data?.pullRequests.totalCount).toBe(totalCount)
  })

  test('by reference, with the id of something else: BAD_USER_INPUT', async () => {
    const id = encodeId('Repository', (await app.db.repository.findFirstOrThrow()).id)
    const { errors } = await app.query(
      `{ pullRequests(referencesIssueId: "${id}") { totalCount nodes { id } } }`,
    )
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })
})
