import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the `prisma` folder holds: the models, and the migrations in the order of their names. */
export type PrismaFolder = {
  path: string
  models: { path: string; content: string }[]
  migrations: Migration[]
  lockfile: string | null
}

export type Migration = { name: string; sql: string; checksum: string }

const lockfileName = 'migration_lock.toml'

export async function readPrismaFolder(path: string): Promise<PrismaFolder> {
  const [models, migrations, lockfile] = await Promise.all([
    readModels(join(path, 'schema')),
    readMigrations(join(path, 'migrations')),
    readFile(join(path, 'migrations', lockfileName), 'utf8').catch(absent),
  ])
  return { path, models, migrations, lockfile }
}

/** The migrations in the form the schema engine takes them. */
export const listForEngine = ({ path, migrations, lockfile }: PrismaFolder) => ({
  baseDir: join(path, 'migrations'),
  lockfile: { path: lockfileName, content: lockfile },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  })),
})

/** Writes a new migration; the name it gets starts with the time in UTC. */
export async function writeMigration(path: string, name: string, sql: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const folder = `${time}_${name}`
  await mkdir(join(path, 'migrations', folder), { recursive: true })
  await writeFile(join(path, 'migrations', folder, 'migration.sql'), sql, { flag: 'wx' })
  return folder
}

async function readModels(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { path, content: await readFile(path, 'utf8') }
    }),
  )
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function absent(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return null
  throw error
}
