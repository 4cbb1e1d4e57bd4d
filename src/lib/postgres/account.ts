import { type ExecFileOptions, execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { messageOf } from '../errors.ts'

const execute = promisify(execFile)
/** With the folders of root's tools, which not every shell of root searches. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin:/usr/bin:/bin` }
const run = (program: string, args: string[], options: ExecFileOptions = {}) =>
  execute(program, args, { env, ...options, encoding: 'utf8' })

/** The system account the server runs as; undefined stands for our own. */
export type Account = { uid: number; gid: number } | undefined

export const isRoot = () => process.getuid?.() === 0

/** The unprivileged account `postgres`, made if need be: PostgreSQL refuses to run as root. */
export async function postgresAccount(): Promise<NonNullable<Account>> {
  const existing = await lookUp()
  if (existing) return existing
  try {
    await run('groupadd', ['--system', 'postgres']).catch(ignoreExisting)
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root, and no account can be made for it: ${messageOf(cause)}`,
      { cause },
    )
  }
  const made = await lookUp()
  if (!made) throw new Error('The account made for PostgreSQL cannot be found')
  return made
}

/** Whether the account can run `program`; `args` should make it do nothing. */
export async function canRun(account: Account, program: string, args: string[]): Promise<boolean> {
  return run(program, args, { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

/** Whether the account can enter `folder`, access lists and all. */
export const canEnter = (account: Account, folder: string) =>
  canRun(account, '/bin/sh', ['-c', 'cd "$0"', folder])

async function lookUp(): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([
      run('id', ['-u', 'postgres']),
      run('id', ['-g', 'postgres']),
    ])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch (error) {
    // `id` exits with 1 when there is no such account.
    if ((error as { code?: unknown }).code === 1) return undefined
    throw error
  }
}

/** `groupadd` exits with 9 when the group is there already. */
function ignoreExisting(error: { code?: unknown }) {
  if (error.code !== 9) throw error
}
