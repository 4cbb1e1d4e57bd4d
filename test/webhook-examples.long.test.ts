import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventHandlers } from '#github-webhook/events.ts'
import * as webhooks from '#github-webhook/service.ts'
import { encodeId } from '#lib/ids.ts'
import { deadLetterQueue } from '#lib/queue.ts'
import { startTestApp, type TestApp } from './app.ts'
import { subscribe } from './sse.ts'

type Example = { name: string; examples: { action?: string }[] }

/** GitHub's own example payloads of github.com. */
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[]

const deliveries = examples.flatMap(({ name, examples: payloads }) =>
  payloads
    .filter(({ action }) => `${name}.${action}` in eventHandlers || name in eventHandlers)
    .map((payload) => ({ event: name, payload, id: randomUUID() })),
)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const deadJobs = () => app.app.queue.boss.findJobs(deadLetterQueue)

/** All rows, without the time of our own last writing. */
const rows = async () => ({
  organizations: await app.db.organization.findMany({ orderBy: { externalId: 'asc' } }),
  repositories: await app.db.repository.findMany({ orderBy: { externalId: 'asc' } }),
  issues: await app.db.issue.findMany({ orderBy: { externalId: 'asc' } }),
  pullRequests: await app.db.pullRequest.findMany({ orderBy: { externalId: 'asc' } }),
  deliveries: await app.db.webhookDelivery.findMany({ orderBy: { id: 'asc' } }),
})

test('there is an example of nearly every kind of event that we act on', () => {
  const kinds = new Set(
    deliveries.map(({ event, payload }) => (payload.action ? `${event}.${payload.action}` : event)),
  )
  const missing = Object.keys(eventHandlers).filter((kind) => !kinds.has(kind))
  expect(missing).toEqual([
    'organization.member_removed',
    'installation_target.renamed',
    'repository.archived',
    'repository.unarchived',
    'repository.deleted',
    'issues.closed',
    'issues.typed',
    'issues.untyped',
    ...['pull_request.edited', 'pull_request.milestoned', 'pull_request.demilestoned'],
    ...['pull_request.auto_merge_enabled', 'pull_request.auto_merge_disabled'],
    ...['pull_request.enqueued', 'pull_request.dequeued'],
  ])
})

test('all are accepted and done, a subscriber hears, and the rows can be asked for', async () => {
  const first = deliveries.find(
    ({ event, payload }) => event === 'installation' && payload.action === 'created',
  )
  if (!first) throw new Error('no example of an installation')
  await app.deliver(first)
  await app.settled()
  const repository = await app.db.repository.findFirstOrThrow()
  const { opened, next, close } = subscribe(
    app.address,
    `subscription { issueUpdated(repositoryId: "${encodeId('Repository', repository.id)}") {
       issueId issue { title }
     } }`,
  )
  await opened

  for (const delivery of deliveries) {
    const { status } = await app.deliver(delivery)
    expect(status).toBe(202)
  }
  await app.settled()
  expect(await deadJobs()).toEqual([])
  expect(await next()).toMatchObject({ data: { issueUpdated: { issueId: expect.any(String) } } })
  close()

  const { data } = await app.query(`{
    organization(login: "codertocat") {
      login
      isPersonal
      repositories(first: 5) { nodes { nameWithOwner isPrivate } }
    }
    deleted: issue(owner: "Codertocat", repository: "Hello-World", number: 1) { title }
    uninstalled: organization(login: "octocat") { login }
  }`)
  expect(data).toEqual({
    organization: {
      login: 'Codertocat',
      isPersonal: true,
      repositories: {
        nodes: [
          { nameWithOwner: 'Codertocat/Hello-World', isPrivate: false },
          { nameWithOwner: 'Codertocat/Space', isPrivate: false },
        ],
      },
    },
    deleted: null,
    uninstalled: null,
  })
})

test('delivered again, with the same ids, they change nothing', async () => {
  const before = await rows()
  for (const delivery of deliveries) {
    const { status, answer } = await app.deliver(delivery)
    expect([status, answer.status]).toEqual([202, 'duplicate'])
  }
  await app.settled()
  expect(await rows()).toEqual(before)
})

test('delivered again, under new ids, they end in the same rows', async () => {
  const withoutTimes = async () => {
    const { organizations, repositories, issues, pullRequests } = await rows()
    return [organizations, repositories, issues, pullRequests].map((table) =>
      table.map(({ updatedAt, ...row }) => row),
    )
  }
  const before = await withoutTimes()
  for (const { event, payload } of deliveries) await app.deliver({ event, payload })
  await app.settled()
  expect(await withoutTimes()).toEqual(before)
  expect(await deadJobs()).toEqual([])
})

describe('in 50 random orders, some of them twice', () => {
  // Without a worker: it would do two at a time, and what follows from them, in an order of its own.
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp({ worker: false })
  })
  afterAll(() => app.stop())

  const given = deliveries.map(({ event, payload }) => ({
    event,
    action: payload.action ?? null,
    installationId: null,
    payload,
  }))

  /** What is left of all rows that events make, without our own times and ids. */
  const outcome = async () => {
    const organizations = await app.db.organization.findMany({ orderBy: { externalId: 'asc' } })
    const repositories = await app.db.repository.findMany({
      orderBy: { externalId: 'asc' },
      include: {
        organization: { select: { login: true } },
        access: { orderBy: { installationId: 'asc' }, omit: { repositoryId: true } },
      },
    })
    const place = { repository: { select: { externalId: true } } } as const
    const issues = await app.db.issue.findMany({ orderBy: { externalId: 'asc' }, include: place })
    const pullRequests = await app.db.pullRequest.findMany({
      orderBy: { externalId: 'asc' },
      include: place,
    })
    const ours = ['id', 'createdAt', 'updatedAt', 'organizationId', 'repositoryId']
    return [organizations, repositories, issues, pullRequests].map((table) =>
      table.map((row) =>
        Object.fromEntries(
          Object.entries({ ...row, deletedAt: row.deletedAt !== null })
            .filter(([column]) => !ours.includes(column))
            .map(([column, value]) => [column, typeof value === 'bigint' ? `${value}` : value]),
        ),
      ),
    )
  }

  const happen = async (order: typeof given) => {
    await app.empty('organization', 'webhook_delivery')
    for (const delivery of order) {
      const id = randomUUID()
      await app.db.webhookDelivery.create({ data: { ...delivery, id, status: 'RECEIVED' } })
      await webhooks.process(app.ctx, id)
    }
    return outcome()
  }

  test('the same rows each time', async () => {
    const expected = await happen(given)
    expect(expected.map((table) => table.length)).toEqual([3, 4, 1, 1])
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...given, ...given], { minLength: given.length }),
        async (some) => {
          // Whatever the sample left out comes at the end.
          const order = [...some, ...given.filter((delivery) => !some.includes(delivery))]
          expect(await happen(order)).toEqual(expected)
        },
      ),
      { numRuns: 50, endOnFailure: true },
    )
  }, 480_000)
})
