import type { z } from 'zod'
import type { App } from './app.ts'
import type { Database, Transaction } from './lib/db.ts'
import { messageOf } from './lib/errors.ts'
import type { Sites } from './lib/http.ts'
import type { JobDefinition, SendOptions } from './lib/jobs.ts'
import type { Logger } from './lib/logger.ts'
import type { Viewer } from './lib/viewer.ts'
import type { SignalMap, TopicMap } from './signals.ts'

/** The settings that services need, and what follows from them. */
export type Config = Omit<App['env'], 'FRONTEND_URL'> & {
  /** Address under which the world reaches the API, without a slash at the end. */
  publicUrl: string
  FRONTEND_URL: string
}

/** What a service gets: who asks, the database to read, and `transaction` to write. */
export type Ctx = {
  db: Database
  viewer: Viewer
  /** Travels from the HTTP request through its jobs into every log line. */
  requestId: string
  log: Logger
  config: Config
  metrics: App['metrics']
  mailer: App['mailer']
  limits: App['limits']
  cache: App['cache']
  bodies: App['bodies']
  /** The address that the request came from; null for jobs. */
  clientIp: string | null
  /** The API and its frontends under the host name of the request; for jobs, the public one. */
  sites: Sites
  /**
   * One unit of work, and the only way to write: rows, signals' effects and jobs commit together
   * or not at all; live events leave after the commit. Nested calls join the outer one.
   */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
}

/** What runs inside `ctx.transaction`. */
export type Tx = Omit<Ctx, 'db' | 'mailer' | 'cache' | 'bodies'> & {
  db: Transaction
  jobs: {
    send<Payload extends z.ZodObject>(
      job: JobDefinition<Payload>,
      payload: z.input<Payload>,
      options?: SendOptions,
    ): Promise<void>
  }
  emit<Name extends keyof SignalMap>(name: Name, payload: SignalMap[Name]): Promise<void>
  publish<Topic extends keyof TopicMap>(topic: Topic, payload: TopicMap[Topic]): void
}

/** The context of one HTTP request or of one job. */
export const createContext = (
  app: App,
  who: { viewer: Viewer; requestId: string; clientIp?: string; sites?: Sites },
): Ctx => {
  const ctx: Ctx = {
    ...who,
    clientIp: who.clientIp ?? null,
    sites: who.sites ?? app.sites(),
    db: app.db,
    log: app.log,
    config: app.config,
    metrics: app.metrics,
    mailer: app.mailer,
    limits: app.limits,
    cache: app.cache,
    bodies: app.bodies,
    transaction: async (work) => {
      const heldBack: (() => Promise<void>)[] = []
      const result = await app.db.$transaction((db) => work(createTx(app, ctx, db, heldBack)))
      for (const publish of heldBack) {
        // Live events are hints: the work is done, whether or not somebody hears of it.
        await publish().catch((error) => ctx.log.warn({ err: error }, messageOf(error)))
      }
      return result
    },
  }
  return ctx
}

const createTx = (app: App, ctx: Ctx, db: Transaction, heldBack: (() => Promise<void>)[]): Tx => {
  // A rollback calls back neither a mail nor what another process has read: both are done outside.
  const { mailer: _mailer, cache: _cache, ...rest } = ctx
  const tx: Tx = {
    ...rest,
    db,
    transaction: (work) => work(tx),
    jobs: {
      send: (job, payload, options) => app.queue.send(db, ctx.requestId, job, payload, options),
    },
    emit: (name, payload) => app.signals.emit(tx, name, payload),
    publish: (topic, payload) => {
      heldBack.push(() => app.pubsub.publish(topic, payload))
    },
  }
  return tx
}
