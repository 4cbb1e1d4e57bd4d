import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventHandlers } from '#github-webhook/events.ts'
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

test('there is an example of every kind of event that we act on, but a few', () => {
  const kinds = new Set(
    deliveries.map(({ event, payload }) => (payload.action ? `${event}.${payload.action}` : event)),
  )
  const missing = Object.keys(eventHandlers).filter((kind) => !kinds.has(kind))
  expect(missing).toEqual([
    ...['repository.archived', 'repository.deleted', 'issues.closed'],
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
