import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgBoss } from 'pg-boss'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '#lib/migrations.ts'
import { isAlive, readPidFile, shutDown } from '#lib/postgres/postmaster.ts'
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
}

/** One PostgreSQL for all test files, in a temporary folder; ends with the tests. */
export default async function setup({ provide }: TestProject) {
  await removeAbandoned()
  const folder = await mkdtemp(join(tmpdir(), `polar-test-${process.pid}-`))
  let postgres: Postgres | undefined
  const teardown = async () => {
    await postgres?.stop()
    if (postgres) await rm(postgres.dataDir, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
  try {
    postgres = await startPostgres({ dataDir: folder, settings })
    await applyMigrations(postgres.url)
    await installQueue(postgres.url)
    provide('templateUrl', postgres.url)
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
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

/** Ends and removes what test runs left that were killed. */
async function removeAbandoned() {
  for (const name of await readdir(tmpdir())) {
    const pid = /^polar-test-(\d+)-/.exec(name)?.[1]
    if (!pid || (await isAlive(Number(pid)))) continue
    const cluster = join(tmpdir(), name, 'cluster')
    // One that belongs to another account stays as it is.
    const server = await readPidFile(cluster).catch(() => undefined)
    if (server) await shutDown(server.pid, cluster)
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}
