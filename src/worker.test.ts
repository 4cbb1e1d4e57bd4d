import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestApp, type TestApp } from '../test/app.ts'
import type { Ctx } from './context.ts'
import { defineJob, implementJob, TryLater } from './lib/jobs.ts'
import { startWorkers } from './worker.ts'

const moody = defineJob({ name: 'test.moody', payload: z.object({ mood: z.string() }) })

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  await app.app.queue.boss.createQueue(moody.name)
})
afterAll(() => app.stop())

test('a job is done, fails or is postponed, and is counted so', async () => {
  const work = async (_ctx: Ctx, { mood }: { mood: string }) => {
    if (mood === 'bad') throw new Error('it failed')
    if (mood === 'later') throw new TryLater('not now')
  }
  await startWorkers(app.app, [implementJob(moody, work)])
  for (const mood of ['good', 'bad', 'later']) {
    await app.ctx.transaction((tx) => tx.jobs.send(moody, { mood }))
  }
  const counts = async () => {
    const { values } = await app.app.metrics.jobs.get()
    const mine = values.filter(
      ({ metricName, labels }) =>
        metricName === 'polar_job_seconds_count' && labels.queue === moody.name,
    )
    return Object.fromEntries(mine.map(({ labels, value }) => [labels.outcome, value]))
  }
  await expect.poll(counts, { timeout: 10_000 }).toMatchObject({ done: 1, postponed: 1 })
  expect((await counts()).failed).toBeGreaterThanOrEqual(1)
})

test('what happens by the clock, in UTC', async () => {
  const withWorker = await startTestApp()
  const schedules = await withWorker.app.queue.boss.getSchedules()
  await withWorker.stop()
  expect(schedules.every(({ timezone }) => timezone === 'UTC')).toBe(true)
  expect(Object.fromEntries(schedules.map(({ name, cron }) => [name, cron]))).toEqual({
    'sync.refresh_installations': '17 4 * * *',
    'sync.refresh_issues': '2-59/10 * * * *',
    'sync.refresh_timelines': '5-59/10 * * * *',
    'sync.render_bodies': '8-59/10 * * * *',
    'membership.sync_all_organizations': '19 13 * * *',
    'organization.refresh_all_metadata': '19 10 * * *',
    'repository.recheck_foreign': '40 * * * *',
    'github-webhook.request_lost_deliveries': '*/10 * * * *',
    'ledger.check': '40 0 * * *',
    'session.delete_expired': '20 0 * * *',
    'magic-link.delete_expired': '0 0 * * *',
    'stripe.delete_expired_keys': '10 0 * * *',
    'payout.resend_unsettled': '20 3 * * *',
    'reward.pay_all_due': '10 * * * *',
  })
})
