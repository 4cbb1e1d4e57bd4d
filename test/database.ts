import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type TestDatabase = {
  url: string
  /** Ends every session that is left in it and removes it. */
  drop(): Promise<void>
}

/**
 * A database of its own for a test file, without rows. All migrations are applied and the queue's
 * tables made; with `migrated: false` there are no tables at all.
 */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const url = new URL(inject('templateUrl'))
  const template = migrated ? url.pathname.slice(1) : 'template1'
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

/** Not in the template: nobody may be connected to that while it is copied. */
async function execute(sql: string) {
  const url = new URL(inject('templateUrl'))
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
