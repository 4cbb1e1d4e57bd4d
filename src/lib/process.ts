import { messageOf } from './errors.ts'
import { createLogger, type Logger } from './logger.ts'

/** What the settings say about how a process logs. */
type LogSettings = { LOG_LEVEL: string; NODE_ENV: string }

export type Running = {
  /** Told to the supervisor, if there is one, as soon as the process works. */
  ready: string
  /** Finishes what is under way and closes everything. */
  stop(): Promise<void>
  /** How long stopping may take, in seconds. Default 40. */
  stopsWithin?: number
}

/** One clear line about what is wrong, then the end. */
export const fail = (error: unknown): never => {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exit(1)
}

/**
 * The life of a process: settings, start, stop at SIGINT, SIGTERM or SIGHUP.
 * What can't start says so in one message and ends with code 1.
 */
export const runProcess = async <Env extends LogSettings>(
  name: string,
  readEnv: () => Env,
  start: (env: Env, log: Logger) => Promise<Running>,
) => {
  const running = await (async () => {
    const env = readEnv()
    const log = createLogger({
      process: name,
      level: env.LOG_LEVEL,
      pretty: env.NODE_ENV === 'development',
    })
    return { ...(await start(env, log)), log }
  })().catch(fail)

  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    running.log.info({ signal }, 'stopping')
    const { stopsWithin = 40 } = running
    setTimeout(() => fail(new Error(`${name} did not stop in time`)), stopsWithin * 1_000).unref()
    await running.stop().catch(fail)
    running.log.flush()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGHUP', () => void stop('SIGHUP'))
  // A supervisor that died can't stop us any more.
  process.on('disconnect', () => void stop('disconnect'))
  const onSent = (error: Error | null) => {
    if (error) void stop('disconnect')
  }
  process.send?.({ ready: running.ready }, undefined, undefined, onSent)
}
