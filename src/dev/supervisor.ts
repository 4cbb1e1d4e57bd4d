import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export type Child = {
  /** What the child said when it was ready. Throws when it ends before. */
  ready: Promise<string>
  /** Lets the child finish and waits for its end. */
  stop(): Promise<void>
}

type ChildOptions = { name: string; arguments: string[]; env: Record<string, string | undefined> }

/** In a minute. */
const maximumCrashes = 5

/** Counts crashes: a process that crashes more than five times in a minute is not started again. */
export const createCrashCount = () => {
  const crashes: number[] = []
  return {
    /** Notes a crash; true when it is one too many. */
    isTooMany: () => {
      const now = Date.now()
      crashes.push(now)
      return crashes.filter((at) => at > now - 60_000).length > maximumCrashes
    },
  }
}

const run = ({ arguments: args, env }: ChildOptions) =>
  spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

const endOf = (child: ChildProcess) =>
  new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })

/** Node's --watch passes messages of its own on, such as `watch:import`, before a child's first. */
const isReady = (message: unknown): message is { ready: string } =>
  typeof message === 'object' && message !== null && 'ready' in message

/**
 * Runs a process of ours and starts it again when it crashes. `onGivenUp` is called when it
 * crashes again and again.
 */
export const supervise = (options: ChildOptions, onGivenUp: (reason: string) => void): Child => {
  let stopping = false
  let current = run(options)
  const crashes = createCrashCount()

  const ready = new Promise<string>((resolve, reject) => {
    current.on('message', (message) => isReady(message) && resolve(message.ready))
    current.once('exit', () => reject(new Error(`The ${options.name} did not start`)))
  })

  const watch = async () => {
    while (!stopping) {
      const how = await endOf(current)
      if (stopping) return
      if (crashes.isTooMany()) return onGivenUp(`The ${options.name} crashes again and again`)
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
