import { fork } from 'node:child_process'
import { once } from 'node:events'

type Settings = Record<string, string | undefined>

/**
 * Runs a sandbox as a process of its own, which ends with this one. Resolves with what it says once
 * it listens: `ready` is its address. Throws when it ends before.
 */
export const startSandbox = async <Said extends { ready: string }>(
  name: string,
  main: URL,
  settings: Settings,
): Promise<Said> => {
  const child = fork(main, { env: { ...process.env, ...settings } })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${name}'s sandbox did not start`)
  })
  const said = once(child, 'message') as Promise<[Said]>
  const [message] = await Promise.race([said, ended])
  ended.catch(() => {})
  child.unref()
  child.channel?.unref()
  return message
}
