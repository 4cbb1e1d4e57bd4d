import { execFile } from 'node:child_process'
import { chmod, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { applyMigrations } from '#lib/migrations.ts'
import { startPostgres } from '#lib/postgres.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createTestDatabase } from '../../test/database.ts'
import { freePort } from '../../test/ports.ts'
import { hasRedis, startRedis } from '../../test/redis.ts'

const run = promisify(execFile)

const start = async (settings: Record<string, string> = {}) => {
  const app = await startTestApp({
    worker: false,
    settings: { READINESS_SECONDS: '0.2', ...settings },
  })
  onTestFinished(() => app.stop())
  return app
}

type Answer = { http: number; status: string; checks: Record<string, string> }

const ready = async ({ address }: TestApp): Promise<Answer> => {
  const response = await fetch(`${address}/readyz`)
  return { http: response.status, ...((await response.json()) as Omit<Answer, 'http'>) }
}

const becomes = (app: TestApp, expected: object) =>
  expect.poll(() => ready(app), { timeout: 20_000 }).toMatchObject(expected)

/** Runs SQL and ends every other connection of the database, so that it holds for all. */
const execute = async ({ env }: TestApp, ...statements: string[]) => {
  const client = new pg.Client({ connectionString: env.DATABASE_URL })
  await client.connect()
  await client.query('SET default_transaction_read_only = off')
  for (const sql of statements) await client.query(sql)
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  await client.end()
}

describe('the database', () => {
  test('that takes no writes is not ready, and is again', async () => {
    const app = await start()
    expect(await ready(app)).toMatchObject({ http: 200, status: 'ok' })
    const name = new URL(app.env.DATABASE_URL ?? '').pathname.slice(1)
    await execute(app, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    await becomes(app, { http: 503, status: 'failing', checks: { database: 'read-only' } })
    await execute(app, `ALTER DATABASE ${name} RESET default_transaction_read_only`)
    await becomes(app, { http: 200, status: 'ok' })
  })

  test('without migrations is not ready', async () => {
    const empty = await createTestDatabase({ migrated: false })
    onTestFinished(() => empty.drop())
    const app = await start({ DATABASE_URL: empty.url })
    expect(await ready(app)).toMatchObject({
      http: 503,
      checks: { database: 'not migrated', migrations: 'not migrated' },
    })
    await applyMigrations(empty.url)
    await becomes(app, { http: 200, status: 'ok' })
  })

  test('that lacks a migration of this build is not ready; one of a later build is fine', async () => {
    const app = await start()
    const [first] = await app.db.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at LIMIT 1`
    const rename = (from: string, to: string) =>
      app.db.$executeRaw`
        UPDATE _prisma_migrations SET migration_name = ${to} WHERE migration_name = ${from}`
    await app.db.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('later', 'x', '29990101000000_later', now())`
    await rename(first?.name ?? '', 'another')
    await becomes(app, { http: 503, checks: { database: 'ok', migrations: 'not migrated' } })
    await rename('another', first?.name ?? '')
    await becomes(app, { http: 200, checks: { migrations: 'ok' } })
  })

  test('is not asked by a request', async () => {
    const app = await start({ READINESS_SECONDS: '60' })
    await app.dropDatabase()
    for (let count = 0; count < 100; count++) {
      expect(await ready(app)).toMatchObject({ http: 200, status: 'ok' })
    }
  })

  const isRoot = process.getuid?.() === 0 && process.platform === 'linux'
  if (!isRoot) console.warn('Full disk skipped: only root can mount a small one')
  test.runIf(isRoot)(
    'whose disk is full is not ready, and is again',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'polar-full-'))
      await run('mount', ['-t', 'tmpfs', '-o', 'size=250m', 'tmpfs', folder])
      await chmod(folder, 0o777)
      const postgres = await startPostgres({ dataDir: folder, settings: { max_wal_size: '64MB' } })
      onTestFinished(async () => {
        await postgres.stop()
        await run('umount', [folder])
        await rm(folder, { recursive: true })
      })
      await applyMigrations(postgres.url)
      const app = await start({ DATABASE_URL: postgres.url })
      expect(await ready(app)).toMatchObject({ http: 200, status: 'ok' })
      const filler = join(folder, 'filler')
      const file = await open(filler, 'w')
      const isFull = async () => {
        for (;;) await file.write(Buffer.alloc(65_536, 1))
      }
      await expect(isFull()).rejects.toThrow('ENOSPC')
      await file.close()
      await becomes(app, { http: 503, status: 'failing' })
      await rm(filler)
      await becomes(app, { http: 200, status: 'ok' })
    },
    90_000,
  )
})

describe.runIf(hasRedis && !process.env.REDIS_URL)('Redis', () => {
  const degraded = { http: 200, status: 'degraded', checks: { database: 'ok', cache: 'degraded' } }

  const withRedis = async () => {
    const redis = await startRedis()
    const control = new Redis(redis.url)
    control.on('error', () => undefined)
    const app = await start({ REDIS_URL: redis.url })
    onTestFinished(() => {
      control.disconnect()
      redis.stop()
    })
    return { app, control, redis }
  }

  test('that is not there: the API starts, and uses it once it comes', async () => {
    const port = await freePort()
    const app = await start({ REDIS_URL: `redis://127.0.0.1:${port}` })
    expect(await ready(app)).toMatchObject({
      ...degraded,
      checks: { pubsub: 'degraded', cache: 'degraded' },
    })
    const heard = app.app.pubsub.subscribe('issue.updated').next()
    const update = { issueId: 'a', repositoryId: 'b', organizationId: 'c' }
    await app.app.pubsub.publish('issue.updated', update)
    expect((await heard).value).toEqual(update)
    await app.app.cache.set('key', 'value', 60)
    expect(await app.app.cache.get('key')).toBe('value')
    const redis = await startRedis({ port })
    onTestFinished(() => redis.stop())
    await becomes(app, { http: 200, status: 'ok' })
  })

  test('that ends: cache and events go on in PostgreSQL', async () => {
    const { app, redis } = await withRedis()
    expect(await ready(app)).toMatchObject({ http: 200, status: 'ok' })
    redis.stop()
    await becomes(app, { ...degraded, checks: { pubsub: 'degraded', cache: 'degraded' } })
    const heard = app.app.pubsub.subscribe('issue.updated').next()
    const update = { issueId: 'a', repositoryId: 'b', organizationId: 'c' }
    await app.app.pubsub.publish('issue.updated', update)
    expect((await heard).value).toEqual(update)
    expect(await app.app.cache.setIfAbsent('key', 'mine', 60)).toBe('mine')
  })

  test.each([
    ['is a read-only replica', ['replicaof', '127.0.0.1', '1'], ['replicaof', 'no', 'one']],
    [
      'has no memory left and evicts nothing',
      ['config', 'set', 'maxmemory', '1'],
      ['config', 'set', 'maxmemory', '0'],
    ],
  ])('that %s: what was written meanwhile holds when it is back', async (_name, begin, end) => {
    const { app, control } = await withRedis()
    const { cache } = app.app
    await cache.set('key', 'old', 600)
    await cache.set('other', 'old', 600)
    await control.call(...(begin as [string, string]))
    await cache.set('key', 'new', 600)
    await cache.delete('other')
    expect([await cache.get('key'), await cache.get('other')]).toEqual(['new', null])
    await becomes(app, degraded)
    await control.call(...(end as [string, string]))
    await becomes(app, { http: 200, status: 'ok' })
    expect([await cache.get('key'), await cache.get('other')]).toEqual([null, null])
  })
})
