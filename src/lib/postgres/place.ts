import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rmdir,
  stat,
  symlink,
} from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../errors.ts'
import { type Account, canEnter, canRun, isRoot, postgresAccount } from './account.ts'
import { type Binaries, copyBinaries, findBinaries, program } from './binaries.ts'

/** Where root keeps what the server's own account could not reach elsewhere. */
const shared = '/var/lib/polar-server'

/** A server at rest: whose it is, which programs it has, where its files are. */
export type Place = {
  account: Account
  binaries: Binaries
  /** Holds `cluster` and `log`. */
  dataDir: string
  /** PostgreSQL's own data directory. */
  cluster: string
  log: string
}

/** Decides who runs the server and from where. Makes the data folder, if need be. */
export async function findPlace(wanted: string): Promise<Place> {
  const binaries = await findBinaries()
  if (!isRoot()) return placeAt(await realpath(await ownFolder(wanted)), undefined, binaries)

  const owner = await ownerOf(wanted)
  const account = owner ?? (await postgresAccount())
  const folder = owner ? wanted : await reachableFolder(wanted, account)
  const dataDir = await realpath(folder)
  if (!(await canEnter(account, dataDir))) {
    throw new Error(`The account of the database (uid ${account.uid}) cannot reach ${dataDir}`)
  }
  const runnable = await canRun(account, program(binaries, 'postgres'), ['--version'])
  if (runnable) return placeAt(dataDir, account, binaries)
  await makeShared()
  return placeAt(dataDir, account, await copyBinaries(binaries, shared))
}

function placeAt(dataDir: string, account: Account, binaries: Binaries): Place {
  return {
    account,
    binaries,
    dataDir,
    cluster: join(dataDir, 'cluster'),
    log: join(dataDir, 'server.log'),
  }
}

async function ownFolder(folder: string) {
  const uid = process.getuid?.()
  try {
    await mkdir(folder, { recursive: true })
    const owner = await ownerOf(folder)
    if (!owner || uid === undefined || owner.uid === uid) return folder
  } catch (cause) {
    throw new Error(`The database cannot be kept in ${folder}: ${messageOf(cause)}`, { cause })
  }
  throw new Error(`The database in ${folder} belongs to another account; set another DATA_DIR`)
}

/**
 * Where the account can make a cluster: in the wanted folder or, if it can't reach that, in one
 * elsewhere that the wanted one becomes a link to.
 */
async function reachableFolder(wanted: string, account: NonNullable<Account>): Promise<string> {
  await mkdir(wanted, { recursive: true })
  // A folder that holds something else already is somebody's: it stays as it is.
  const isEmpty = (await readdir(wanted)).length === 0
  if (isEmpty) await chown(wanted, account.uid, account.gid)
  if (!isEmpty || (await canEnter(account, await realpath(wanted)))) return wanted
  await makeShared()
  const standIn = await mkdtemp(join(shared, 'data-'))
  await chown(standIn, account.uid, account.gid)
  try {
    await rmdir(wanted)
    await symlink(standIn, wanted)
    return wanted
  } catch (error) {
    await rmdir(standIn)
    // Another process does the same right now: what it made is looked at again.
    const others = ['EEXIST', 'ENOENT', 'ENOTDIR', 'ENOTEMPTY']
    if (!others.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return reachableFolder(wanted, account)
  }
}

async function makeShared() {
  await mkdir(shared, { recursive: true })
  await chmod(shared, 0o755)
}

/** Who owns the cluster in the folder; undefined when there is none. */
async function ownerOf(folder: string): Promise<Account> {
  try {
    const { uid, gid } = await stat(join(folder, 'cluster'))
    return { uid, gid }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
