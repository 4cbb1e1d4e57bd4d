// Live events under load: server, publisher and clients are processes of their own.
// LIVE_LOAD=full has 5,000 subscribers of 250 repositories for a minute; otherwise a fifth of that.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { createOrganization } from '../demo.ts'
import { startProcess } from '../processes.ts'
import { hasRedis, type RunningRedis, startRedis } from '../redis.ts'
import type { Command, Report, StreamRequest } from './live-clients.ts'

const full = process.env.LIVE_LOAD === 'full'
const load = full
  ? { repositories: 250, subscribers: 5_000, seconds: 60, broadcasts: 20 }
  : { repositories: 50, subscribers: 1_000, seconds: 5, broadcasts: 5 }
const eventsPerSecond = 20

/** Raised for the load: all streams come from one address here. */
const settings = { LIVE_STREAMS_PER_ADDRESS: '20000' }

/** The process that holds the streams. */
const startClients = async () => {
  const child = spawn(process.execPath, [`${import.meta.dirname}/live-clients.ts`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  const ask = async <Answer>(command: Command): Promise<Answer> => {
    child.send(command)
    const [message] = (await once(child, 'message')) as [{ answer: Answer; failure?: string }]
    if (message.failure) throw new Error(message.failure)
    return message.answer
  }
  return { ask, report: () => ask<Report>({ name: 'report' }), stop: () => child.kill() }
}

const quantile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** Asks for a page of issues ten times a second until it is stopped; milliseconds, sorted. */
const probe = (address: string) => {
  const times: number[] = []
  let stopped = false
  const body = JSON.stringify({
    query: '{ issues(first: 20) { nodes { title repository { nameWithOwner } } } }',
  })
  const running = (async () => {
    while (!stopped) {
      const start = performance.now()
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect(await response.json()).not.toHaveProperty('errors')
      times.push(performance.now() - start)
      await sleep(100)
    }
  })()
  return async () => {
    stopped = true
    await running
    return times.sort((a, b) => a - b)
  }
}

const drivers = ['PostgreSQL', 'Redis'] as const

describe.each(drivers)('over %s', (driver) => {
  const there = driver === 'PostgreSQL' || hasRedis
  let redis: RunningRedis | undefined
  let app: TestApp
  let api: Awaited<ReturnType<typeof startProcess>>
  let clients: Awaited<ReturnType<typeof startClients>>
  let organizationId = ''
  let issues: { id: string; repositoryId: string }[] = []
  let repositories: { id: string }[] = []
  let usual: number[] = []

  beforeAll(async () => {
    if (!there) return
    if (driver === 'Redis') redis = await startRedis()
    const own: Record<string, string> = redis ? { REDIS_URL: redis.url } : {}
    app = await startTestApp({ worker: false, settings: own })
    const { DATABASE_URL: url = '' } = app.env
    api = await startProcess('src/server.ts', { ...settings, ...own, DATABASE_URL: url })
    clients = await startClients()
    organizationId = (await createOrganization(app.db)).id
    repositories = await app.db.repository.createManyAndReturn({
      data: Array.from({ length: load.repositories }, (_, index) => ({
        organizationId,
        externalId: 1_000_000 + index,
        name: `live-${index}`,
        isPrivate: false,
      })),
    })
    issues = await app.db.issue.createManyAndReturn({
      data: Array.from({ length: eventsPerSecond * load.seconds }, (_, index) => ({
        organizationId,
        repositoryId: repositories[index % repositories.length]?.id ?? '',
        externalId: 2_000_000 + index,
        number: index + 1,
        title: '0',
        state: 'OPEN' as const,
        issueCreatedAt: new Date(),
        issueUpdatedAt: new Date(),
      })),
    })
  }, 60_000)

  afterAll(async () => {
    clients?.stop()
    await api?.stop()
    await app?.stop()
    redis?.stop()
  })

  const subscription = (place: string): StreamRequest => ({
    query: `subscription { issueUpdated(${place}) { issueId issue { title number state repository { nameWithOwner } } } }`,
  })

  const change = ({ id, repositoryId }: { id: string; repositoryId: string }) =>
    app.ctx.transaction(async (tx) => {
      await tx.db.issue.update({ where: { id }, data: { title: `${Date.now()}` } })
      tx.publish('issue.updated', { issueId: id, repositoryId, organizationId })
    })

  /** What the streams were told once `expected` deliveries are there, or nothing more comes. */
  const deliveries = async (expected: number, patienceMs: number) => {
    const all: Report[] = []
    const deadline = Date.now() + patienceMs
    const count = () => all.reduce((total, report) => total + report.deliveries, 0)
    while (count() < expected && Date.now() < deadline) {
      await sleep(50)
      all.push(await clients.report())
    }
    // What came twice shows up in the figures after the last one.
    return [...all, await clients.report()]
  }

  const summaryOf = (reports: Report[], times: number[]) => {
    const latencies = reports.flatMap(({ latencies: some }) => some).sort((a, b) => a - b)
    const rounded = (list: number[]) =>
      [0.5, 0.95, 1].map((share) => Math.round(quantile(list, share))).join('/')
    return {
      deliveries: latencies.length,
      ended: reports.reduce((total, { ended }) => total + ended, 0),
      errors: reports.flatMap(({ errors }) => errors).slice(0, 3),
      'ms to arrive p50/p95/max': rounded(latencies),
      'ms of a query p50/p95/max': rounded(times),
      'ms of a query at rest p50/p95/max': rounded(usual),
      settings,
    }
  }

  const expectHealthy = (reports: Report[], times: number[]) => {
    expect(reports.flatMap(({ errors }) => errors)).toEqual([])
    expect(reports.reduce((total, { ended }) => total + ended, 0)).toBe(0)
    // Times compare on a machine that does nothing else, as the whole load expects it.
    if (full) expect(quantile(times, 0.5)).toBeLessThan(2 * quantile(usual, 0.5))
  }

  const perIssue = (reports: Report[]) => {
    const total = new Map<string, { streams: number; deliveries: number }>()
    for (const { issues: some } of reports) {
      for (const [id, { streams, deliveries: count }] of Object.entries(some)) {
        const known = total.get(id) ?? { streams: 0, deliveries: 0 }
        total.set(id, { streams: known.streams + streams, deliveries: known.deliveries + count })
      }
    }
    return total
  }

  test.runIf(there)(
    'events of many repositories reach their subscribers once',
    async () => {
      const each = load.subscribers / load.repositories
      const places = repositories.flatMap(({ id }) =>
        Array.from({ length: each }, () =>
          subscription(`repositoryId: "${encodeId('Repository', id)}"`),
        ),
      )
      await clients.ask({ name: 'open', address: api.ready, streams: places })
      const idle = probe(api.ready)
      await sleep(3_000)
      usual = await idle()
      const busy = probe(api.ready)
      const start = Date.now()
      for (const [index, issue] of issues.entries()) {
        await sleep(Math.max(0, start + (index * 1_000) / eventsPerSecond - Date.now()))
        await change(issue)
      }
      const reports = await deliveries(issues.length * each, 10_000)
      const times = await busy()
      console.log(driver, load, summaryOf(reports, times))
      expectHealthy(reports, times)
      const told = perIssue(reports)
      for (const { id } of issues)
        expect(told.get(encodeId('Issue', id))).toEqual({ streams: each, deliveries: each })
      await clients.ask({ name: 'close' })
    },
    (load.seconds + 60) * 1_000,
  )

  test.runIf(there)(
    'one event reaches all subscribers of an organization within 5 s',
    async () => {
      const place = `organizationId: "${encodeId('Organization', organizationId)}"`
      const streams = Array.from({ length: load.subscribers }, () => subscription(place))
      await clients.ask({ name: 'open', address: api.ready, streams })
      await clients.report()
      const busy = probe(api.ready)
      const reports: Report[] = []
      for (const issue of issues.slice(0, load.broadcasts)) {
        await change(issue)
        const heard = await deliveries(load.subscribers, 15_000)
        reports.push(...heard)
      }
      const times = await busy()
      console.log(driver, 'one event to all', summaryOf(reports, times))
      expectHealthy(reports, times)
      expect(Math.max(...reports.flatMap(({ latencies }) => latencies.at(-1) ?? 0))).toBeLessThan(
        5_000,
      )
      const told = perIssue(reports)
      const each = load.subscribers
      for (const { id } of issues.slice(0, load.broadcasts)) {
        expect(told.get(encodeId('Issue', id))).toEqual({ streams: each, deliveries: each })
      }
      await clients.ask({ name: 'close' })
    },
    600_000,
  )
})
