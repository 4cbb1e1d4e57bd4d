import { appendFile, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import {
  applyMigrations,
  createMigration,
  migrationStatus,
  pendingModelChanges,
} from './migrations.ts'

let database: TestDatabase
let folder: string
let names: string[]
let first: string

const query = async (sql: string) => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

const addMigration = async (name: string, sql: string) => {
  await mkdir(join(folder, 'migrations', name), { recursive: true })
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql)
}

const states = async () => {
  const { migrations } = await migrationStatus(database.url, folder)
  return Object.fromEntries(migrations.map(({ name, state }) => [name, state]))
}

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
  folder = await mkdtemp(join(tmpdir(), 'polar-prisma-'))
  await cp(join(import.meta.dirname, '../../prisma'), folder, { recursive: true })
  const entries = await readdir(join(folder, 'migrations'), { withFileTypes: true })
  names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
  first = names[0] ?? ''
})

afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

describe('the migrations of the project', () => {
  test('make exactly what the models describe', async () => {
    expect(await pendingModelChanges(database.url)).toBe('')
  })

  test('keep the words of an issue title up to date', async () => {
    await applyMigrations(database.url)
    const generated = `SELECT attgenerated FROM pg_attribute
      WHERE attrelid = 'issue'::regclass AND attname = 'title_tsv'`
    expect(await query(generated)).toEqual(['s'])
  })
})

describe('applying', () => {
  test('happens once', async () => {
    expect(await applyMigrations(database.url)).toEqual(names)
    expect(await applyMigrations(database.url)).toEqual([])
    expect((await migrationStatus(database.url)).drift).toBeNull()
  })

  test('happens once when several processes ask at the same time', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url)))
    expect(applied.flat()).toEqual(names)
  })

  test('leaves alone what a newer release has applied', async () => {
    await addMigration('29990101000000_newer', 'CREATE TABLE newer (id int)')
    await applyMigrations(database.url, folder)
    expect(await applyMigrations(database.url)).toEqual([])
  })

  test('takes the body of a function as a whole', async () => {
    const body = "BEGIN RAISE EXCEPTION 'never; ever'; RETURN NULL; END;"
    await addMigration(
      '29990101000000_guard',
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$;
       CREATE TRIGGER keep BEFORE DELETE ON issue EXECUTE FUNCTION refuse();`,
    )
    await applyMigrations(database.url, folder)
    await expect(query('DELETE FROM issue')).rejects.toThrow('never; ever')
    expect(await pendingModelChanges(database.url, folder)).toBe('')
  })

  test('leaves nothing of a migration that fails, and tries it again', async () => {
    const name = '29990101000000_wrong'
    await addMigration(name, 'CREATE TABLE half (id int);\nSELECT nonsense;')
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(
      `Migration ${name} failed: column "nonsense" does not exist, at line 2`,
    )
    expect(await query("SELECT to_regclass('half')")).toEqual([null])
    expect(await states()).toMatchObject({ [name]: 'pending' })
    await addMigration(name, 'CREATE TABLE half (id int);')
    expect(await applyMigrations(database.url, folder)).toEqual([name])
  })
})

describe('creating', () => {
  const addModel = () =>
    writeFile(join(folder, 'schema/tag.prisma'), 'model Tag {\n  id Int @id\n\n  @@map("tag")\n}\n')

  test('writes what the models ask for, and only that', async () => {
    await addModel()
    const name = await createMigration(database.url, 'add_tag', folder)
    expect(name).toMatch(/^\d{14}_add_tag$/)
    expect(await applyMigrations(database.url, folder)).toEqual([...names, name])
    expect(await query("SELECT to_regclass('tag')::text")).toEqual(['tag'])
    expect(await createMigration(database.url, 'again', folder)).toBeUndefined()
  })

  test('refuses a name that is not in snake_case', async () => {
    await addModel()
    for (const name of ['AddTag', 'add tag', '../tag', '1_tag', 'tag_', '']) {
      await expect(createMigration(database.url, name, folder)).rejects.toThrow('snake_case')
    }
  })

  test('leaves no database behind', async () => {
    await addModel()
    await pendingModelChanges(database.url, folder)
    const shadows = "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'"
    expect(await query(shadows)).toEqual([])
  })
})

describe('status', () => {
  const extra = '29990101000000_extra'

  test('tells pending from applied', async () => {
    expect(await states()).toMatchObject({ [first]: 'pending' })
    await applyMigrations(database.url, folder)
    await addMigration(extra, 'SELECT 1')
    expect(await states()).toMatchObject({ [first]: 'applied', [extra]: 'pending' })
    const { migrations } = await migrationStatus(database.url, folder)
    expect(migrations[0]?.appliedAt).toBeInstanceOf(Date)
    expect(migrations.at(-1)?.appliedAt).toBeNull()
  })

  test('shows a migration that was changed, and one that is gone', async () => {
    await addMigration(extra, 'SELECT 1')
    await applyMigrations(database.url, folder)
    await appendFile(join(folder, 'migrations', extra, 'migration.sql'), '-- changed')
    expect(await states()).toMatchObject({ [extra]: 'edited' })
    await rm(join(folder, 'migrations', extra), { recursive: true })
    expect(await states()).toMatchObject({ [extra]: 'unknown' })
  })

  test('shows a migration that was interrupted', async () => {
    await applyMigrations(database.url, folder)
    await query('UPDATE _prisma_migrations SET finished_at = NULL')
    expect(await states()).toMatchObject({ [first]: 'failed' })
    await expect(applyMigrations(database.url, folder)).rejects.toThrow(first)
  })

  test('shows where the database drifted from its migrations', async () => {
    await applyMigrations(database.url, folder)
    await query('CREATE TABLE stray (id int)')
    expect((await migrationStatus(database.url, folder)).drift).toContain('stray')
  })
})
