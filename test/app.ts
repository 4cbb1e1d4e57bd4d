import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '@octokit/webhooks-methods'
import { createApp } from '#app.ts'
import { createContext } from '#context.ts'
import { readEnv } from '#env.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { createHttpServer } from '#http.ts'
import { createLogger } from '#lib/logger.ts'
import { system } from '#lib/viewer.ts'
import * as sessions from '#session/service.ts'
import { startWorkers } from '#worker.ts'
import { createTestDatabase } from './database.ts'
import type { TypedDocumentString } from './generated/graphql.ts'
import { unlimited } from './processes.ts'
import { createStatementCounter } from './statements.ts'

type Answer<Data> = {
  data?: Data | null
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[]
}

type Delivery = { event: string; payload: object; id?: string; secret?: string }

/**
 * The whole application on a database of its own: HTTP on a free port and, unless told
 * otherwise, the worker beside it.
 */
export const startTestApp = async ({ worker = true, settings = {} } = {}) => {
  const database = await createTestDatabase()
  const counter = createStatementCounter()
  const dataDir = await mkdtemp(join(tmpdir(), 'polar-data-'))
  const env = readEnv({
    NODE_ENV: 'test',
    PORT: '0',
    FRONTEND_URL: 'http://127.0.0.1:3000',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    ...unlimited,
    ...settings,
  })
  const log = createLogger({ process: 'test', level: env.LOG_LEVEL, pretty: false })
  const app = await createApp({ env, log, worker, onStatement: counter.onStatement })
  if (worker) await startWorkers(app)
  const http = await createHttpServer(app)
  const address = await http.listen(env)

  const ctx = createContext(app, { viewer: system, requestId: 'test' })

  const post = (
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => fetch(`${address}${path}`, { method: 'POST', body, headers })

  return {
    address,
    app,
    env,
    db: app.db,
    ctx,
    statementsDuring: counter.during,
    post,

    /** Sends an operation as a client would. */
    query: async <Data, Variables>(
      document: TypedDocumentString<Data, Variables> | string,
      variables?: Variables,
      headers: Record<string, string> = {},
    ): Promise<Answer<Data>> => {
      const response = await post('/graphql', JSON.stringify({ query: `${document}`, variables }), {
        'content-type': 'application/json',
        ...headers,
      })
      return (await response.json()) as Answer<Data>
    },

    /** Headers of a browser in which the user is signed in. */
    signIn: async (userId: string) => {
      const { token, session } = await ctx.transaction((tx) =>
        sessions.create(tx, { userId, userAgent: 'test' }),
      )
      const prefix = app.config.publicUrl.startsWith('https:') ? '__Host-' : ''
      return { cookie: `${prefix}polar_session=${token}`, sessionId: session.id }
    },

    /** Posts a signed webhook, as GitHub does. */
    deliver: async ({ event, payload, id = randomUUID(), secret }: Delivery) => {
      const body = JSON.stringify(payload)
      const response = await post('/webhooks/github', body, {
        'content-type': 'application/json',
        'x-github-delivery': id,
        'x-github-event': event,
        'x-hub-signature-256': await sign(secret ?? env.GITHUB_WEBHOOK_SECRET, body),
      })
      return { id, status: response.status, answer: await response.json() }
    },

    /** Waits until no delivery is left to be processed. */
    settled: async () => {
      const deadline = Date.now() + 60_000
      while (Date.now() < deadline) {
        const waiting = await app.db.webhookDelivery.count({ where: { status: 'RECEIVED' } })
        if (waiting === 0) return
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error('Some deliveries are not processed yet')
    },

    /** Empties tables. Jobs that are under way may hold their rows the other way round: again, then. */
    empty: async (...tables: string[]) => {
      const truncate = Prisma.raw(`TRUNCATE ${tables.join(', ')} CASCADE`)
      for (let attempt = 1; ; attempt++) {
        try {
          await app.db.$executeRaw(truncate)
          return
        } catch (error) {
          if (attempt === 10 || !`${error}`.includes('deadlock detected')) throw error
        }
      }
    },

    /** Takes the database away under the running application. */
    dropDatabase: () => database.drop(),

    stop: async () => {
      await http.stop()
      await app.stop()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>
