import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'

type Query = (sql: string) => Promise<{ rows: unknown[] }>

/** A migration that this build needs is not applied. */
export class MigrationMissing extends Error {
  /** As PostgreSQL's code for a missing table: to whoever asks it is the same. */
  readonly code = '42P01'

  constructor(names: string[]) {
    super(`Run \`npm run db:migrate\`: the database lacks ${names.join(', ')}`)
  }
}

/**
 * A check that every migration of this build is applied; the database may have later ones. Throws
 * MigrationMissing, or what the database says where it was never migrated.
 */
export const watchMigrations = async (
  query: Query,
  folder = resolve(import.meta.dirname, '../../../prisma'),
): Promise<() => Promise<void>> => {
  const entries = await readdir(join(folder, 'migrations'), { withFileTypes: true })
  const needed = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return async () => {
    const { rows } = await query(
      `SELECT migration_name AS name FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    )
    const applied = new Set((rows as { name: string }[]).map(({ name }) => name))
    const missing = needed.filter((name) => !applied.has(name)).toSorted()
    if (missing.length > 0) throw new MigrationMissing(missing)
  }
}
