import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sign } from '@octokit/webhooks-methods'
import { expect } from 'vitest'
import { connectDatabase } from '#lib/db.ts'
import { usageOf } from '../../scripts/bench/worst.ts'
import { createTestDatabase } from '../database.ts'

type Settings = Record<string, string>

const webhookSecret = 'a-webhook-secret-of-the-test'
const preload = join(import.meta.dirname, '../../scripts/bench/instrument.ts')

/** Milliseconds within which a server under attack still answers /healthz. */
const patience = 1_000

/** Starts the API as a process of its own, so that its event loop is not the test's. */
const startServer = async (settings: Settings) => {
  const child = spawn(process.execPath, ['--expose-gc', '--import', preload, 'src/server.ts'], {
    env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  const early = exit.then(([code]) => {
    throw new Error(`The server did not start: it ended with ${code}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), early])) as [{ ready: string }]
  early.catch(() => undefined)
  return {
    address: message.ready,
    /** What the process has used until now. */
    usage: () => usageOf(child),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      child.kill('SIGTERM')
      await exit
    },
  }
}

/** CPU milliseconds of the work of `slowness` on the machine that the goals are for. */
const usualMs = 130

/** How many times slower this machine is than that; 1 at least. */
export const slowness = () => {
  const text = JSON.stringify(Array.from({ length: 2_000 }, (_, n) => ({ n, t: `t${n}` })))
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage()
    for (let turn = 0; turn < 300; turn++) JSON.stringify(JSON.parse(text))
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return Math.max(1, Math.min(...times) / usualMs)
}

const pace = slowness()

type Answer = { status: number; body: string; milliseconds: number }

/** What others saw of the server while it was attacked. */
export type Report = {
  /** Milliseconds that each /healthz took. */
  health: number[]
  webhooks: Answer[]
  viewers: Answer[]
  /** Bytes before and after, each after a collection. */
  heap: { before: number; after: number }
}

/**
 * The API on a database of its own, to be attacked. `env` sets more settings. `db` is the test's
 * own way to the rows.
 */
export const startAttacked = async (env: Settings = {}) => {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'polar-attack-'))
  const server = await startServer({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    GITHUB_WEBHOOK_SECRET: webhookSecret,
    ...env,
  })
  const db = connectDatabase({ url: database.url, connections: 2 })
  const { address } = server

  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const started = performance.now()
    const response = await fetch(`${address}${path}`, init)
    const body = await response.text()
    return { status: response.status, body, milliseconds: performance.now() - started }
  }

  /** Sends a body to /graphql as it is; JSON unless told otherwise. */
  const post = (body: string, headers: Record<string, string> = {}) =>
    send('/graphql', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
    })

  /** Sends an operation. */
  const query = (document: string, variables?: object, headers: Record<string, string> = {}) =>
    post(JSON.stringify({ query: document, variables }), headers)

  const deliver = async () => {
    const body = JSON.stringify({ zen: 'Keep it logically awesome.', hook_id: 1 })
    return send('/webhooks/github', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-delivery': randomUUID(),
        'x-github-event': 'ping',
        'x-hub-signature-256': await sign(webhookSecret, body),
      },
    })
  }

  /** Asks what others ask, again and again, until `isOver`. */
  const probe = async (report: Report, isOver: () => boolean) => {
    do {
      const [health, webhook, viewer] = await Promise.all([
        send('/healthz'),
        deliver(),
        query('{ viewer { login } }'),
      ])
      report.health.push(health.milliseconds)
      report.webhooks.push(webhook)
      report.viewers.push(viewer)
      await sleep(50)
    } while (!isOver())
  }

  /** What others see of the server while `attack` goes on. */
  const during = async (attack: () => Promise<unknown>): Promise<Report> => {
    const report: Report = {
      ...{ health: [], webhooks: [], viewers: [] },
      heap: { before: (await server.usage()).usedHeap, after: 0 },
    }
    let isOver = false
    const attacking = attack().finally(() => {
      isOver = true
    })
    await Promise.all([attacking, probe(report, () => isOver)])
    report.heap.after = (await server.usage()).usedHeap
    return report
  }

  return {
    address,
    db,
    send,
    post,
    query,
    deliver,
    url: database.url,
    usage: server.usage,
    isAlive: server.isAlive,
    during,
    /** Fails unless others are served while `attack` goes on, and its memory is free afterwards. */
    withstands: async (attack: () => Promise<unknown>) => {
      // What stays for good, such as compiled code and full caches, is there after the first time.
      await attack()
      const report = await during(attack)
      expect(server.isAlive()).toBe(true)
      expect(Math.max(...report.health)).toBeLessThan(patience * pace)
      for (const { status } of report.webhooks) expect(status).toBe(202)
      for (const { body } of report.viewers) expect(body).toBe('{"data":{"viewer":null}}')
      expect(report.heap.after).toBeLessThan(report.heap.before * 1.2)
      return report
    },
    stop: async () => {
      await server.stop()
      await db.$disconnect()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type Attacked = Awaited<ReturnType<typeof startAttacked>>
