import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { program } from './binaries.ts'
import type { Place } from './place.ts'
import { isAlive } from './postmaster.ts'

const run = promisify(execFile)

export const superuser = 'polar'
const passwordFile = 'password'

/** Makes the cluster unless it is there: aside first, so that it is there whole or not at all. */
export async function initialise(place: Place, sync: boolean): Promise<void> {
  if (await isThere(place.cluster)) return
  await removeAbandoned(place)
  const draft = `${place.cluster}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await make(draft, place, sync)
    await rename(draft, place.cluster)
  } catch (cause) {
    // Another process may have been first: its cluster is as good.
    if (!(await isThere(place.cluster))) throw cause
  } finally {
    await rm(draft, { recursive: true, force: true })
    await rm(`${draft}.password`, { force: true })
  }
}

export const readPassword = (place: Place) => readFile(join(place.cluster, passwordFile), 'utf8')

async function make(folder: string, place: Place, sync: boolean) {
  const password = randomBytes(18).toString('hex')
  const aside = `${folder}.password`
  await mkdir(folder, { mode: 0o700 })
  await writeFile(aside, password, { mode: 0o600 })
  if (place.account) {
    await chown(folder, place.account.uid, place.account.gid)
    await chown(aside, place.account.uid, place.account.gid)
  }
  const settings = [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${aside}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(sync ? [] : ['--no-sync']),
  ]
  try {
    await run(program(place.binaries, 'initdb'), settings, {
      ...place.account,
      cwd: dirname(folder),
      env: { ...process.env, LC_ALL: 'C' },
    })
  } catch (cause) {
    const { stderr } = cause as { stderr?: string }
    throw new Error(`PostgreSQL cannot be initialised in ${place.dataDir}:\n${stderr ?? cause}`, {
      cause,
    })
  }
  await rename(aside, join(folder, passwordFile))
}

/** Drafts of processes that were killed while they made them. */
async function removeAbandoned({ dataDir }: Place) {
  for (const name of await readdir(dataDir)) {
    const pid = /^cluster\.new-(\d+)-/.exec(name)?.[1]
    if (pid && !(await isAlive(Number(pid)))) {
      await rm(join(dataDir, name), { recursive: true, force: true })
    }
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
