import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { settingNames } from '#env.ts'
import { messageOf } from '#lib/errors.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const patienceMs = 15_000

/** What a run of the benchmark started, and how it ends. */
export type Lifetime = {
  /** Aborted when the end begins. */
  signal: AbortSignal
  /** Does this at the end: what was started last ends first. */
  defer(stop: () => Promise<void>): void
  /** Ends the run with this error. */
  fail(error: Error): void
}

class Interrupted extends Error {
  readonly code: number

  constructor(code: number) {
    super('Interrupted')
    this.code = code
  }
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Does the work, ends all that it started, then ends this process: code 1 when anything failed. */
export const live = async (work: (life: Lifetime) => Promise<void>): Promise<never> => {
  const started = new AsyncDisposableStack()
  const ending = new AbortController()
  const end = Promise.withResolvers<never>()
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => end.reject(new Interrupted(code)))
  }
  let code = 0
  try {
    const life: Lifetime = {
      signal: ending.signal,
      defer: (stop) => started.defer(stop),
      fail: end.reject,
    }
    await Promise.race([work(life), end.promise])
  } catch (error) {
    console.error(messageOf(error))
    code = error instanceof Interrupted ? error.code : 1
  }
  ending.abort()
  await started.disposeAsync().catch((error) => {
    console.error(messageOf(error))
    code ||= 1
  })
  process.exit(code)
}

type Program = {
  name: string
  file: string
  settings: Record<string, string>
  /** Node's own arguments. */
  nodeArgs?: string[]
}

/** No setting of ours, not even of the file .env: what is measured must not depend on them. */
const noSettings = () => Object.fromEntries(settingNames.map((name) => [name, '']))

/**
 * Starts a program of the project and waits until it says it is ready. The run fails when the
 * program ends by itself; stop it with what this returns, or leave it to the end of the run.
 */
export const startProgram = async (
  life: Lifetime,
  { name, file, settings, nodeArgs = [] }: Program,
) => {
  const child = spawn(process.execPath, [...nodeArgs, file], {
    cwd: root,
    env: { ...process.env, ...noSettings(), LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A Ctrl-C in the terminal is for us alone: we stop it when its turn comes.
    detached: true,
  })
  const exit = once(child, 'exit')
  let stopping = false
  const stop = async () => {
    stopping = true
    const force = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.kill('SIGTERM')
    await exit
    clearTimeout(force)
  }
  life.defer(stop)
  void exit.then(([code, signal]) => {
    if (!stopping) life.fail(new Error(`The ${name} ended by itself (${signal ?? `code ${code}`})`))
  }, life.fail)
  const [message] = (await once(child, 'message', { signal: life.signal })) as [{ ready: string }]
  return { ready: message.ready, stop, child }
}
