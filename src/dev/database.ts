import { messageOf } from '#lib/errors.ts'
import { type Postgres, startPostgres } from '#lib/postgres.ts'
import { createCrashCount } from './supervisor.ts'

/**
 * Runs the embedded PostgreSQL and starts it again, on the same port, when it ends, so that its
 * clients can connect again. `onGivenUp` is called when that fails or happens again and again.
 */
export const keepPostgres = async (
  dataDir: string,
  onGivenUp: (reason: string) => void,
): Promise<Pick<Postgres, 'url' | 'dataDir' | 'stop'>> => {
  const crashes = createCrashCount()
  let isStopping = false
  let restarting = Promise.resolve()

  const restart = async () => {
    if (isStopping) return
    if (crashes.isTooMany()) return onGivenUp('PostgreSQL ends again and again')
    process.stderr.write('PostgreSQL ended: starting it again\n')
    try {
      current = await startPostgres({ dataDir, port: first.port, onLost })
      if (current.port === first.port) return
      onGivenUp(`PostgreSQL runs on port ${current.port} now, where nobody looks for it`)
    } catch (error) {
      onGivenUp(`PostgreSQL can't be started again: ${messageOf(error)}`)
    }
  }
  const onLost = () => {
    restarting = restarting.then(restart)
  }
  const first = await startPostgres({ dataDir, onLost })
  let current = first

  return {
    url: first.url,
    dataDir: first.dataDir,
    stop: async () => {
      isStopping = true
      await restarting
      await current.stop()
    },
  }
}
