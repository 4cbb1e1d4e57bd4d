import { resolve } from 'node:path'
import { checkDatabase } from './database-check.ts'
import { messageOf } from './errors.ts'
import { plainMessage, withEngine } from './migrations/engine.ts'
import {
  listForEngine,
  type Migration,
  type PrismaFolder,
  readPrismaFolder,
  writeMigration,
} from './migrations/folder.ts'
import { type HistoryEntry, readHistory, withMigrationLock } from './migrations/history.ts'
import { hasRoleDefaults, setRoleDefaults } from './migrations/role.ts'

const defaultFolder = resolve(import.meta.dirname, '../../prisma')
const filters = { externalTables: [], externalEnums: [] }

export type MigrationState =
  | 'applied'
  | 'pending'
  | 'failed'
  /** Applied, and its file has been changed since. */
  | 'edited'
  /** Applied, and its file is gone. */
  | 'unknown'

export type MigrationStatus = {
  migrations: {
    name: string
    state: MigrationState
    appliedAt: Date | null
    /** What the database said when it failed. */
    error: string | null
  }[]
  /** How the database differs from what its migrations make, in words. */
  drift: string | null
  /** Why drift could not be looked for, as without the right to create a database. */
  driftUnknown: string | null
}

/**
 * Applies the migrations of the folder that the database has not seen, each in one transaction,
 * and returns their names. Gives the role its defaults (`roleDefaults`) first. Processes that do it
 * at the same time wait for each other.
 *
 * Throws when a migration fails, with its name and what the database said. What was applied before
 * it stays; the failed one leaves nothing behind and is tried again the next time.
 */
export async function applyMigrations(
  url: string,
  prismaFolder = defaultFolder,
): Promise<string[]> {
  await checkDatabase(url)
  const folder = await readPrismaFolder(prismaFolder)
  if (isUpToDate(folder, await readHistory(url)) && (await hasRoleDefaults(url))) return []
  return withMigrationLock(url, async () => {
    await setRoleDefaults(url)
    // Another process may have done it while we waited.
    const history = await readHistory(url)
    if (isUpToDate(folder, history)) return []
    try {
      return await apply(url, folder)
    } catch (error) {
      // Should this fail too, the migration stays marked as failed, and the first error says more.
      await forgetFailure(url, folder, history).catch(() => undefined)
      throw error
    }
  })
}

/**
 * Compares database and migrations folder. To find drift it replays the migrations in a database
 * of its own.
 */
export async function migrationStatus(
  url: string,
  prismaFolder = defaultFolder,
): Promise<MigrationStatus> {
  const folder = await readPrismaFolder(prismaFolder)
  const migrations = compare(folder, await readHistory(url))
  try {
    const migrationsList = listForEngine(folder)
    const { action } = await withEngine(url, folder, (engine) =>
      engine.devDiagnostic({ migrationsList, filters }),
    )
    const drift = action.tag === 'reset' ? action.reason.trim() : null
    return { migrations, drift, driftUnknown: null }
  } catch (error) {
    return { migrations, drift: null, driftUnknown: messageOf(error) }
  }
}

/**
 * Writes the migration that takes the migrations to the models, `<UTC time>_<name>`, and returns
 * its full name; undefined when they agree. Does not apply it.
 *
 * Throws when the name is not in snake_case.
 */
export async function createMigration(
  url: string,
  name: string,
  prismaFolder = defaultFolder,
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    throw new Error(`A migration's name is in snake_case, as in add_pledge: not "${name}"`)
  }
  const sql = await pendingModelChanges(url, prismaFolder)
  return sql === '' ? undefined : writeMigration(prismaFolder, name, sql)
}

/**
 * The SQL that the models ask for beyond the migrations; empty when they agree. Replays the
 * migrations in a database of its own on the server of `url`; that database itself is not read.
 */
export async function pendingModelChanges(
  url: string,
  prismaFolder = defaultFolder,
): Promise<string> {
  const folder = await readPrismaFolder(prismaFolder)
  const diff = await withEngine(url, folder, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...listForEngine(folder) },
      to: { tag: 'schemaDatamodel', files: folder.models },
      script: true,
      exitCode: true,
      filters,
    }),
  )
  return diff.exitCode === 0 ? '' : (diff.stdout ?? '')
}

const apply = (url: string, folder: PrismaFolder) =>
  withEngine(url, folder, async (engine) => {
    const migrationsList = listForEngine(folder)
    return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames
  })

/**
 * A failed migration blocks all others until somebody resolves it. Ours was one transaction, so
 * there is nothing to resolve, unless its script commits by itself.
 */
async function forgetFailure(url: string, folder: PrismaFolder, before: HistoryEntry[]) {
  const old = new Set(before.map(({ name }) => name))
  const failed = (await readHistory(url)).find(
    ({ name, finishedAt }) => !finishedAt && !old.has(name),
  )
  const script = folder.migrations.find(({ name }) => name === failed?.name)?.sql
  if (!failed || !script || /^\s*commit\b/im.test(script)) return
  await withEngine(url, folder, (engine) =>
    engine.markMigrationRolledBack({ migrationName: failed.name }),
  )
}

function isUpToDate(folder: PrismaFolder, history: HistoryEntry[]) {
  const states = compare(folder, history).map(({ state }) => state)
  return states.every((state) => state === 'applied' || state === 'unknown')
}

function compare({ migrations }: PrismaFolder, history: HistoryEntry[]) {
  const entries = new Map(history.map((entry) => [entry.name, entry]))
  const files = new Map(migrations.map((migration) => [migration.name, migration]))
  const names = [...new Set([...files.keys(), ...entries.keys()])].sort()
  return names.map((name) => {
    const entry = entries.get(name)
    return {
      name,
      state: stateOf(files.get(name), entry),
      appliedAt: entry?.finishedAt ?? null,
      error: entry?.logs ? plainMessage(entry.logs) : null,
    }
  })
}

function stateOf(file: Migration | undefined, entry: HistoryEntry | undefined): MigrationState {
  if (!entry) return 'pending'
  if (!entry.finishedAt) return 'failed'
  if (!file) return 'unknown'
  return entry.checksum === file.checksum ? 'applied' : 'edited'
}
