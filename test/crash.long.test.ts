import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database } from '#lib/db.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { installationEvent, issuesEvent } from './github.ts'
import { startProcess } from './processes.ts'

const secret = 'a-secret-of-this-test'

let database: TestDatabase
let db: Database
let settings: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
  settings = { DATABASE_URL: database.url, GITHUB_WEBHOOK_SECRET: secret }
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

const deliver = async (address: string, { event, payload }: { event: string; payload: object }) => {
  const body = JSON.stringify(payload)
  const id = randomUUID()
  const response = await fetch(`${address}/webhooks/github`, {
    method: 'POST',
    body,
    headers: {
      'x-github-delivery': id,
      'x-github-event': event,
      'x-hub-signature-256': await sign(secret, body),
    },
  })
  expect(response.status).toBe(202)
  return id
}

const done = () => db.webhookDelivery.count({ where: { status: 'PROCESSED' } })

test('500 deliveries survive a worker that is killed in their midst', async () => {
  const api = await startProcess('src/server.ts', settings)
  await deliver(api.ready, installationEvent('created'))
  for (let batch = 0; batch < 10; batch++) {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        const number = batch * 50 + index + 1
        return deliver(api.ready, issuesEvent('opened', { issue: { id: 10_000 + number, number } }))
      }),
    )
  }
  await api.stop()

  const first = await startProcess('src/worker.ts', settings)
  await expect.poll(done, { interval: 5, timeout: 20_000 }).toBeGreaterThan(50)
  await first.kill()
  const before = await done()
  expect(before).toBeLessThan(501)

  const second = await startProcess('src/worker.ts', settings)
  await expect.poll(done, { interval: 100, timeout: 60_000 }).toBe(501)
  await second.stop()
  expect(await db.issue.count()).toBe(500)
  expect(await db.organization.count()).toBe(1)
  expect(await db.repository.count()).toBe(1)
  const dead = await db.$queryRaw`SELECT 1 FROM pgboss.job WHERE name = 'dead'`
  expect(dead).toEqual([])
}, 120_000)

test('no accepted delivery is lost when the API is killed after answering', async () => {
  const accepted: string[] = []
  for (let round = 0; round < 3; round++) {
    const api = await startProcess('src/server.ts', settings)
    const number = 900 + round
    const event = issuesEvent('opened', { issue: { id: 20_000 + number, number } })
    accepted.push(await deliver(api.ready, event))
    await api.kill()
  }
  const worker = await startProcess('src/worker.ts', settings)
  const finished = () =>
    db.webhookDelivery.count({ where: { id: { in: accepted }, status: 'PROCESSED' } })
  await expect.poll(finished, { interval: 100, timeout: 30_000 }).toBe(3)
  await worker.stop()
}, 90_000)

test('SIGTERM under load fails no request', async () => {
  // As in production: without a delay, a connection that was opened and has sent nothing is cut.
  const api = await startProcess('src/server.ts', { ...settings, SHUTDOWN_DELAY_SECONDS: '5' })
  const statuses = Array.from({ length: 40 }, () =>
    fetch(`${api.ready}/graphql?query={issues(first:100){nodes{title}}}`).then(
      ({ status }) => status,
    ),
  )
  // The first answer shows that the requests have arrived.
  await Promise.race(statuses)
  await api.stop()
  expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]))
}, 60_000)
