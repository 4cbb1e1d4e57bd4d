import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { isAlive } from '#lib/postgres/postmaster.ts'

const run = promisify(execFile)
const intervalMs = 500

type Description = { parent: number; command: string }

const fromProc = async (pid: number): Promise<Description> => {
  const [stat, line] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ])
  // `pid (name) state parent …`, where the name may have parentheses and spaces of its own.
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { parent: Number(parent), command: line.replaceAll('\0', ' ') }
}

const fromPs = async (pid: number): Promise<Description> => {
  const { stdout } = await run('ps', ['-ww', '-o', 'ppid=,command=', '-p', `${pid}`])
  const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? []
  return { parent: Number(parent), command }
}

const describe = (pid: number) => (process.platform === 'linux' ? fromProc(pid) : fromPs(pid))

const isNpm = ({ command }: Description) =>
  /^(\S*\/)?(node\s+\S*\/)?(npm|pnpm|yarn)\b/.test(command)
const isShell = ({ command }: Description) => /^(\S*\/)?\w*sh\s+-c\b/.test(command)

/** The processes between npm and this one, npm included; none when npm did not start it. */
const chainToNpm = async (): Promise<number[]> => {
  const parent = await describe(process.ppid)
  if (isNpm(parent)) return [process.ppid]
  if (isShell(parent) && isNpm(await describe(parent.parent))) return [process.ppid, parent.parent]
  return []
}

/**
 * Calls `onEnded` when the npm that runs this process has ended, even by SIGKILL, which nobody is
 * told of: a script that outlives its npm holds the port, and nobody sees it.
 */
export const watchNpm = async (onEnded: () => void): Promise<void> => {
  const chain = await chainToNpm().catch((): number[] => [])
  if (chain.length === 0) return
  const parent = process.ppid
  const look = async () => {
    const alive = await Promise.all(chain.map(isAlive))
    if (process.ppid === parent && alive.every(Boolean)) return
    clearInterval(looking)
    onEnded()
  }
  const looking = setInterval(() => void look(), intervalMs)
  looking.unref()
}
