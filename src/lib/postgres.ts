import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { initialise, readPassword, superuser } from './postgres/cluster.ts'
import { launch, type Settings } from './postgres/launch.ts'
import { type Lease, takeLease } from './postgres/lease.ts'
import { findPlace, type Place } from './postgres/place.ts'
import {
  isPostmaster,
  type Postmaster,
  readPidFile,
  shutDown,
  waitUntil,
} from './postgres/postmaster.ts'

const database = 'polar'
const patienceMs = 60_000

export type Postgres = {
  /** Address of the database `polar`, with its superuser's name and password. */
  url: string
  port: number
  /** Where the data is: the folder asked for, or its stand-in that the server can reach. */
  dataDir: string
  /** Whether the server ran already. */
  adopted: boolean
  /**
   * Gives the server back. It stops, and nothing of it is left, unless another holder, in this or
   * another process, still uses it: then the last one to leave stops it.
   */
  stop(): Promise<void>
}

type Options = {
  /** Holds the data and the server's log. Made on the first start. */
  dataDir: string
  /** Settings of PostgreSQL that differ from ours; an adopted server keeps those it has. */
  settings?: Settings
  /** Where the server listens, unless it runs already; a free port unless given. */
  port?: number | undefined
  /** Called once when the server ends, or breaks our session, before it was given back. */
  onLost?: () => void
}

/**
 * Runs the PostgreSQL that comes with the project, on 127.0.0.1 and a free port, or adopts the one
 * that runs on this data already. It lives in a session of its own and outlives a killed starter:
 * the next start adopts it.
 *
 * Throws one Error with the last lines of the server's log when it can't start.
 */
export async function startPostgres(options: Options): Promise<Postgres> {
  const { dataDir, settings = {}, port, onLost } = options
  const place = await findPlace(resolve(dataDir))
  await initialise(place, settings.fsync !== 'off')
  const address = addressOf(await readPassword(place))
  const deadline = Date.now() + patienceMs
  for (; Date.now() < deadline; await sleep(100)) {
    const running = await findPostmaster(place)
    const server = running ?? (await launch(place, settings, port))
    const lease = server && (await use(place, server, address(server.port, 'postgres'), onLost))
    if (!lease) continue
    return {
      url: address(server.port, database),
      port: server.port,
      dataDir: place.dataDir,
      adopted: running !== undefined,
      stop: once(() => stop(place, server, lease)),
    }
  }
  throw new Error(`PostgreSQL in ${place.dataDir} is being started and stopped by others`)
}

/** The server that runs on this data, ready; undefined when there is none. */
async function findPostmaster({ cluster, dataDir }: Place): Promise<Postmaster | undefined> {
  let found: Postmaster | undefined
  const settled = await waitUntil(async () => {
    found = await readPidFile(cluster)
    if (found && !(await isPostmaster(found.pid, cluster))) found = undefined
    return !found || found.status === 'ready'
  }, patienceMs)
  if (settled) return found
  throw new Error(`PostgreSQL (process ${found?.pid}) in ${dataDir} runs but does not get ready`)
}

/** Takes a lease and sees to the database; a server that is no good to us does not stay for us. */
async function use(
  place: Place,
  server: Postmaster,
  url: string,
  onLost?: () => void,
): Promise<Lease | undefined> {
  const lease = await takeLease(url, onLost)
  if (!lease) return undefined
  try {
    await createDatabase(url)
    return lease
  } catch (error) {
    await stop(place, server, lease)
    throw error
  }
}

async function stop({ cluster }: Place, { pid }: Postmaster, lease: Lease) {
  const isLast = await lease.release()
  if (isLast) await shutDown(pid, cluster)
  await lease.end()
}

const addressOf = (password: string) => (port: number, name: string) =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`

async function createDatabase(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      database,
    ])
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } catch (error) {
    // Another process made it in between.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await client.end()
  }
}

function once(action: () => Promise<void>) {
  let running: Promise<void> | undefined
  return () => {
    running ??= action()
    return running
  }
}
