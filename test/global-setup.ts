import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access, mkdtemp, rm, statfs } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgBoss } from 'pg-boss'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '#lib/migrations.ts'
import { readPidFile } from '#lib/postgres/postmaster.ts'
import { type Postgres, startPostgres } from '#lib/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the migrated database that each test database is a copy of. */
    templateUrl: string
  }
}

/** Speed instead of safety: a test's data need not survive the machine. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // It would connect to the template now and then, which can't be copied meanwhile.
  autovacuum: 'off',
  max_wal_size: '128MB',
}

/** One PostgreSQL for all test files, in a temporary folder; ends with the tests. */
export default async function setup({ provide }: TestProject) {
  const folder = await mkdtemp(join(await roomyFolder(), 'polar-test-'))
  let postgres: Postgres | undefined
  let dismiss: (() => void) | undefined
  const teardown = async () => {
    dismiss?.()
    await postgres?.stop()
    if (postgres) await rm(postgres.dataDir, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
  try {
    postgres = await startPostgres({ dataDir: folder, settings })
    dismiss = await guard(postgres)
    await applyMigrations(postgres.url)
    await installQueue(postgres.url)
    provide('templateUrl', postgres.url)
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}

/** In memory, where there is room: a database is a thousand files, and each test file makes one. */
async function roomyFolder() {
  const memory = '/dev/shm'
  try {
    const { bavail, bsize } = await statfs(memory)
    await access(memory, constants.W_OK)
    return bavail * bsize > 2e9 ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** Makes the tables of pg-boss here, so that no test file has to. */
async function installQueue(url: string) {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'pgboss',
    supervise: false,
    schedule: false,
  })
  const faults: unknown[] = []
  boss.on('error', (error) => faults.push(error))
  await boss.start()
  await boss.stop({ graceful: false, close: true })
  if (faults.length > 0) throw faults[0]
}

/**
 * Vitest ends at once when it is interrupted, and nobody is asked when it is killed. So a shell
 * waits for the end of this process, which closes its input, and then removes the server.
 */
async function guard({ dataDir }: Postgres): Promise<() => void> {
  const server = await readPidFile(join(dataDir, 'cluster'))
  if (!server || process.platform === 'win32') return () => undefined
  const script = 'read _; kill -INT $0; while kill -0 $0; do sleep 0.1; done; rm -rf "$1"'
  const shell = spawn('/bin/sh', ['-c', script, String(server.pid), dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.unref()
  if (shell.stdin instanceof Socket) shell.stdin.unref()
  return () => shell.kill('SIGKILL')
}
