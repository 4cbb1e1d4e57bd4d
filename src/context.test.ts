import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processDelivery } from '#github-webhook/jobs.ts'
import { startTestApp, type TestApp } from '../test/app.ts'
import { createOrganization } from '../test/demo.ts'
import { hear } from '../test/live.ts'
import type { Tx } from './context.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const jobs = (deliveryId: string) =>
  app.app.queue.boss.findJobs('github-webhook.process_delivery', {
    data: { payload: { deliveryId } },
  })

const update = () => ({
  issueId: randomUUID(),
  repositoryId: randomUUID(),
  organizationId: randomUUID(),
})

/** A row, a job and a live event in one unit of work. */
const doAll = async (tx: Tx, deliveryId: string, event: ReturnType<typeof update>) => {
  const { id } = await createOrganization(tx.db as typeof app.db)
  await tx.jobs.send(processDelivery, { deliveryId })
  tx.publish('issue.updated', event)
  return id
}

test('what a unit of work writes, sends and publishes is there after its commit', async () => {
  const [deliveryId, event] = [randomUUID(), update()]
  const heard = hear(app.app.pubsub, 'issue.updated').next()
  const id = await app.ctx.transaction(async (tx) => {
    const row = await doAll(tx, deliveryId, event)
    expect(await app.db.organization.count({ where: { id: row } })).toBe(0)
    expect(await jobs(deliveryId)).toEqual([])
    return row
  })
  expect(await app.db.organization.count({ where: { id } })).toBe(1)
  expect(await jobs(deliveryId)).toHaveLength(1)
  expect(await heard).toEqual(event)
})

test('nothing of it is there when it fails, not even what a nested one did', async () => {
  const [deliveryId, dropped, later] = [randomUUID(), update(), update()]
  const heard = hear(app.app.pubsub, 'issue.updated').next()
  let id = ''
  const failing = app.ctx.transaction(async (tx) => {
    id = await tx.transaction((inner) => doAll(inner, deliveryId, dropped))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await app.db.organization.count({ where: { id } })).toBe(0)
  expect(await jobs(deliveryId)).toEqual([])
  await app.ctx.transaction(async (tx) => tx.publish('issue.updated', later))
  expect(await heard).toEqual(later)
})

test('a handler that throws takes the unit of work with it', async () => {
  const other = await startTestApp({ worker: false })
  other.app.signals.connect({
    'issue.closed': () => {
      throw new Error('handler')
    },
  })
  const work = other.ctx.transaction(async (tx) => {
    await createOrganization(tx.db as typeof app.db)
    await tx.emit('issue.closed', { issueId: randomUUID() })
  })
  await expect(work).rejects.toThrow('handler')
  expect(await other.db.organization.count()).toBe(0)
  await other.stop()
})

test('a job carries the id of the request that caused it', async () => {
  const deliveryId = randomUUID()
  await app.ctx.transaction((tx) => tx.jobs.send(processDelivery, { deliveryId }))
  const [job] = await jobs(deliveryId)
  expect(job?.data).toEqual({ requestId: 'test', payload: { deliveryId } })
})

test('a payload of another shape is not sent', async () => {
  const sending = app.ctx.transaction((tx) => tx.jobs.send(processDelivery, { deliveryId: '17' }))
  await expect(sending).rejects.toThrow('Invalid UUID')
})

test('who subscribed in another process hears it too', async () => {
  const second = await startTestApp({
    worker: false,
    settings: { DATABASE_URL: app.env.DATABASE_URL },
  })
  const [event, heard] = [update(), hear(second.app.pubsub, 'issue.updated').next()]
  await app.ctx.transaction(async (tx) => tx.publish('issue.updated', event))
  expect(await heard).toEqual(event)
  await second.stop()
})
