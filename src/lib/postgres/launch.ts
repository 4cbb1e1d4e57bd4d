import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type FileHandle, open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { program } from './binaries.ts'
import type { Place } from './place.ts'
import { type Postmaster, readPidFile, removeStalePidFile, waitUntil } from './postmaster.ts'

const logLimitBytes = 10_000_000
const patienceMs = 60_000

/** PostgreSQL's own settings by name, as in `postgresql.conf`. */
export type Settings = Record<string, string>

const defaults: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  log_checkpoints: 'off',
}

/**
 * Starts the server in a session of its own: a Ctrl-C in the terminal does not reach it. It gets
 * the port that is named, or a free one. Resolves with it once it takes connections, or with undefined when another server of this
 * cluster, or another user of the port, was faster. Throws when it ends for any other reason.
 */
export async function launch(
  place: Place,
  settings: Settings,
  wantedPort?: number,
): Promise<Postmaster | undefined> {
  await removeStalePidFile(place.cluster)
  const port = wantedPort ?? (await freePort())
  const log = await open(place.log, 'a+')
  try {
    await prepareLog(log, place)
    const { size } = await log.stat()
    const options = { ...defaults, ...settings, port: String(port) }
    const server = await spawnServer(place, options, log.fd)
    const hasEnded = () => server.exitCode !== null || server.signalCode !== null
    let found: Postmaster | undefined
    await waitUntil(async () => {
      found = await readPidFile(place.cluster)
      return hasEnded() || (found?.pid === server.pid && found?.status === 'ready')
    }, patienceMs)
    server.unref()
    if (!hasEnded() && found?.status === 'ready') return found
    const said = await readFrom(log, size)
    if (isTaken(said)) return undefined
    server.kill('SIGINT')
    throw new Error(`PostgreSQL does not start in ${place.dataDir}:\n${lastLines(said)}`)
  } finally {
    await log.close()
  }
}

/** Also while processes of a server that was killed have not noticed it yet. */
const isTaken = (said: string) =>
  /lock file "postmaster\.pid" already exists|could not bind|pre-existing shared memory/.test(said)

async function spawnServer(place: Place, settings: Settings, log: number) {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(program(place.binaries, 'postgres'), ['-D', place.cluster, ...options], {
    ...place.account,
    cwd: place.cluster,
    env: { ...process.env, LC_ALL: 'C' },
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  })
  await once(server, 'spawn')
  return server
}

async function prepareLog(log: FileHandle, { account }: Place) {
  if (account) await log.chown(account.uid, account.gid)
  if ((await log.stat()).size > logLimitBytes) await log.truncate()
}

async function readFrom(log: FileHandle, start: number) {
  const { size } = await log.stat()
  const { buffer } = await log.read(Buffer.alloc(size - start), 0, size - start, start)
  return buffer.toString('utf8')
}

const lastLines = (text: string) => text.trimEnd().split('\n').slice(-15).join('\n')

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  const port = typeof address === 'object' && address ? address.port : 0
  // 5432 belongs to the PostgreSQL of the host, even while that is stopped.
  return port === 5432 ? freePort() : port
}
