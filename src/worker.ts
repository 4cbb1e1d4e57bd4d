import { type App, createApp } from './app.ts'
import { type Ctx, createContext } from './context.ts'
import { domains } from './domains.ts'
import { loadEnv } from './env.ts'
import { messageOf } from './lib/errors.ts'
import { TryLater, type Worker } from './lib/jobs.ts'
import { withRequestId } from './lib/logger.ts'
import { runProcess } from './lib/process.ts'
import type { Envelope } from './lib/queue.ts'
import { system } from './lib/viewer.ts'

const perform = async (app: App, { job, run }: Worker<Ctx>, envelope: Envelope, jobId: string) => {
  const ctx = createContext(app, { viewer: system, requestId: envelope.requestId })
  const log = app.log.child({ job: job.name, jobId })
  const observe = app.metrics.jobs.startTimer({ queue: job.name })
  try {
    await run({ ...ctx, log }, envelope.payload)
    log.debug({ seconds: observe({ outcome: 'done' }) }, 'job done')
  } catch (error) {
    if (error instanceof TryLater) {
      log.info({ at: error.at, seconds: observe({ outcome: 'postponed' }) }, error.message)
      throw error
    }
    log.error({ err: error, seconds: observe({ outcome: 'failed' }) }, messageOf(error))
    throw error
  }
}

const workersOfDomains = () => domains.flatMap(({ workers = [] }) => workers)

/** Starts doing the jobs of every domain, or of those given. */
export const startWorkers = async (app: App, workers: Worker<Ctx>[] = workersOfDomains()) => {
  for (const worker of workers) {
    await app.queue.work(app.db, worker.job, (envelope, jobId) =>
      withRequestId(envelope.requestId, () => perform(app, worker, envelope, jobId)),
    )
  }
}

if (import.meta.main) {
  await runProcess('worker', loadEnv, async (env, log) => {
    const app = await createApp({ env, log, worker: true })
    await startWorkers(app)
    log.info('worker ready')
    return { ready: 'worker', stop: () => app.stop() }
  })
}
