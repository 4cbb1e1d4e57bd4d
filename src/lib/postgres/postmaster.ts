import { execFile } from 'node:child_process'
import { readFile, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const pollMs = 10

/** The server's main process, as its `postmaster.pid` describes it. */
export type Postmaster = {
  pid: number
  port: number
  /** `starting`, `ready`, `stopping` or, while recovering, `standby`; empty in the first moments. */
  status: string
}

/** What `postmaster.pid` says, whether or not it still holds. */
export async function readPidFile(cluster: string): Promise<Postmaster | undefined> {
  let text: string
  try {
    text = await readFile(join(cluster, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3] ?? 0), status: lines[7]?.trim() ?? '' }
}

/** Whether the process runs and is this cluster's server, not a later one with the same number. */
export async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  if (!(await isAlive(pid))) return false
  // Windows shows no command line cheaply; whether the port answers decides there.
  if (process.platform === 'win32') return true
  return (await commandLine(pid)).includes(await realpath(cluster))
}

/** Whether the process runs; one that ended and waits to be noticed by its parent does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/^\d+ \(.*\) [ZX]/s.test(stat)
}

/**
 * Removes a pid file that a crash left, if its number is another process's now: PostgreSQL itself
 * would take that one for a server and refuse to start.
 */
export async function removeStalePidFile(cluster: string): Promise<void> {
  const found = await readPidFile(cluster)
  if (!found || !(await isAlive(found.pid)) || (await isPostmaster(found.pid, cluster))) return
  if ((await readPidFile(cluster))?.pid === found.pid) await rm(join(cluster, 'postmaster.pid'))
}

/** Stops the server: open transactions are rolled back, the data is written, the process ends. */
export async function shutDown(pid: number, cluster: string): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 60],
    ['SIGQUIT', 10],
  ] as const) {
    if (!(await isPostmaster(pid, cluster))) return
    process.kill(pid, signal)
    if (await waitUntil(async () => !(await isAlive(pid)), seconds * 1000)) return
  }
  throw new Error(`PostgreSQL (process ${pid}) in ${cluster} does not stop`)
}

/** Polls until `condition` holds; false when it never did in the given time. */
export async function waitUntil(condition: () => Promise<boolean>, milliseconds: number) {
  const end = performance.now() + milliseconds
  while (!(await condition())) {
    if (performance.now() > end) return false
    await sleep(pollMs)
  }
  return true
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return line.replaceAll('\0', ' ')
  }
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout
}
