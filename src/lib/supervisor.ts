import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export type Child = {
  /** What the child said when it was ready. Throws when it ends before. */
  ready: Promise<string>
  /** Lets the child finish and waits for its end. */
  stop(): Promise<void>
}

type ChildOptions = { name: string; arguments: string[]; env: Record<string, string | undefined> }

/** A child that crashes more often than this in a minute is left alone: something is really wrong. */
const maximumCrashes = 5

const run = ({ arguments: args, env }: ChildOptions) =>
  spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

const endOf = (child: ChildProcess) =>
  new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })

/**
 * Runs a process of ours and starts it again when it crashes. `onGivenUp` is called when it
 * crashes again and again.
 */
export const supervise = (options: ChildOptions, onGivenUp: (reason: string) => void): Child => {
  let stopping = false
  let current = run(options)
  const crashes: number[] = []

  const ready = new Promise<string>((resolve, reject) => {
    current.once('message', (message: { ready: string }) => resolve(message.ready))
    current.once('exit', () => reject(new Error(`The ${options.name} did not start`)))
  })

  const watch = async () => {
    while (!stopping) {
      const how = await endOf(current)
      if (stopping) return
      const now = Date.now()
      crashes.push(now)
      if (crashes.filter((at) => at > now - 60_000).length > maximumCrashes) {
        return onGivenUp(`The ${options.name} crashes again and again`)
      }
      process.stderr.write(`The ${options.name} ended (${how}): starting it again\n`)
      await sleep(200)
      if (!stopping) current = run(options)
    }
  }
  // Only a child that worked once is worth starting again.
  ready.then(watch, () => undefined)

  return {
    ready,
    stop: async () => {
      stopping = true
      if (current.exitCode !== null || current.signalCode !== null) return
      const ended = endOf(current)
      current.kill('SIGTERM')
      await ended
    },
  }
}
