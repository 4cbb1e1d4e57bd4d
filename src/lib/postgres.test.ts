import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isAlive, waitUntil } from './postgres/postmaster.ts'
import { type Postgres, startPostgres } from './postgres.ts'

const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const running: Postgres[] = []
const used = new Set<string>()
let dataDir: string

const start = async (folder = dataDir) => {
  const postgres = await startPostgres({ dataDir: folder, settings })
  running.push(postgres)
  used.add(folder).add(postgres.dataDir)
  return postgres
}

const query = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

const pidOf = async (postgres: Postgres) => {
  const file = await readFile(join(postgres.dataDir, 'cluster/postmaster.pid'), 'utf8')
  return Number(file.split('\n')[0])
}

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'polar-postgres-'))

beforeAll(async () => {
  dataDir = await temporaryFolder()
})

afterAll(async () => {
  for (const folder of used) await rm(folder, { recursive: true, force: true })
})

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop()
})

describe('a server of our own', () => {
  test('keeps its data from one start to the next', async () => {
    const first = await start()
    expect(first.adopted).toBe(false)
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await first.stop()
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([42])
  })

  test('is reached by TCP on 127.0.0.1 alone, with a password', async () => {
    const { url } = await start()
    expect(await query(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1'])
    expect(await query(url, 'SHOW unix_socket_directories')).toEqual([''])
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  })

  test('works in UTC and in UTF-8, with lower case beyond ASCII', async () => {
    const { url } = await start()
    expect(await query(url, 'SHOW timezone')).toEqual(['UTC'])
    expect(await query(url, 'SHOW server_encoding')).toEqual(['UTF8'])
    expect(await query(url, "SELECT lower('ÄÉЖ'), to_tsvector('simple', 'ÄPFEL')::text")).toEqual([
      'äéж',
      "'äpfel':1",
    ])
  })

  test('leads a process group of its own, so Ctrl-C in the terminal passes it by', async () => {
    const pid = await pidOf(await start())
    expect(() => process.kill(-pid, 0)).not.toThrow()
  })

  test('is gone when stop resolves', async () => {
    const postgres = await start()
    const pid = await pidOf(postgres)
    await postgres.stop()
    expect(await isAlive(pid)).toBe(false)
    await expect(query(postgres.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  })

  test('says what its log says when it cannot start', async () => {
    const broken = startPostgres({ dataDir, settings: { max_connections: 'many' } })
    await expect(broken).rejects.toThrow(
      /does not start.*invalid value for parameter "max_connections"/s,
    )
  })
})

describe('a server that runs already', () => {
  test('is adopted, and stopped by the last one that uses it', async () => {
    const first = await start()
    const second = await start()
    expect(second).toMatchObject({ adopted: true, url: first.url, dataDir: first.dataDir })
    await first.stop()
    expect(await query(second.url, 'SELECT 1')).toEqual([1])
    const pid = await pidOf(second)
    await second.stop()
    expect(await isAlive(pid)).toBe(false)
  })

  test('is the same for those who start at the same time, for the first time', async () => {
    const folder = await temporaryFolder()
    const all = await Promise.all([start(folder), start(folder), start(folder)])
    expect(new Set(all.map(({ url }) => url)).size).toBe(1)
    expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1)
    await Promise.all(all.map((postgres) => postgres.stop()))
  })

  test('is adopted from a starter that was killed', async () => {
    const script = `
      import { startPostgres } from '#lib/postgres.ts'
      console.log((await startPostgres(${JSON.stringify({ dataDir, settings })})).url)
      setInterval(() => {}, 1000)`
    const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', script])
    const [url] = await once(starter.stdout, 'data')
    starter.kill('SIGKILL')
    await once(starter, 'exit')
    const postgres = await start()
    expect(postgres).toMatchObject({ adopted: true, url: String(url).trim() })
    const pid = await pidOf(postgres)
    // Its session ends as soon as the server notices that nobody is at the other end.
    const count = "SELECT count(*)::int FROM pg_stat_activity WHERE application_name LIKE '%lease'"
    await waitUntil(async () => (await query(postgres.url, count))[0] === 1, 5_000)
    await postgres.stop()
    expect(await isAlive(pid)).toBe(false)
  })

  test('is not mistaken for another process that has its old number', async () => {
    const postgres = await start()
    const file = join(postgres.dataDir, 'cluster/postmaster.pid')
    const content = await readFile(file, 'utf8')
    const { uid, gid } = await stat(file)
    await postgres.stop()
    // Of the same account, as PostgreSQL minds no other.
    const other = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {})
    await writeFile(file, content.replace(/^\d+/, String(other.pid)))
    expect(await start()).toMatchObject({ adopted: false })
    other.kill()
  })
})
