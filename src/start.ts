import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { lockDataDir } from './dev/data-dir.ts'
import { keepPostgres } from './dev/database.ts'
import { watchNpm } from './dev/npm.ts'
import { type Child, supervise } from './dev/supervisor.ts'
import { loadEnv } from './env.ts'
import { connectDatabase } from './lib/db.ts'
import { messageOf } from './lib/errors.ts'
import { githubSite } from './lib/github-site.ts'
import { listenFailure } from './lib/http.ts'
import { applyMigrations } from './lib/migrations.ts'
import { fail } from './lib/process.ts'
import { seedOnce } from './seed.ts'

/** What was started, in order; stopped in the opposite order. */
const started: (() => Promise<void>)[] = []

let stopping: Promise<void> | undefined

const stopAll = async () => {
  for (const stop of started.reverse()) await stop().catch((error) => console.error(error))
}

const end = (code: number) => {
  stopping ??= stopAll().then(() => process.exit(code))
  return stopping
}

const giveUp = (reason: string) => {
  console.error(reason)
  void end(1)
}

/** Asks for the port before anything is started, so that a taken one costs nothing. */
const checkPort = (host: string, port: number) =>
  new Promise<void>((free, taken) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => taken(listenFailure(error, host, port)))
    probe.listen(port, host, () => probe.close(() => free()))
  })

const startDatabase = async (dataDir: string) => {
  const postgres = await keepPostgres(resolve(dataDir, 'postgres'), giveUp)
  started.push(() => postgres.stop())
  return postgres
}

const migrate = (url: string, given: boolean) =>
  applyMigrations(url).catch((error) => {
    throw given ? new Error(`The database of DATABASE_URL: ${messageOf(error)}`) : error
  })

const seed = async (url: string) => {
  const db = connectDatabase({ url, connections: 1 })
  return seedOnce(db).finally(() => db.$disconnect())
}

const startChild = (name: string, file: string, url: string): Child => {
  const child = supervise(
    {
      name,
      arguments: [...(process.argv.includes('--watch') ? ['--watch'] : []), file],
      env: { ...process.env, DATABASE_URL: url },
    },
    giveUp,
  )
  started.push(() => child.stop())
  return child
}

const banner = (address: string, lines: [label: string, text: string][]) =>
  [
    '',
    `  Polar is ready at ${address}`,
    '',
    ...lines.map(([label, text]) => `  ${label.padEnd(15)} ${text}`),
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n')

const start = async () => {
  const env = loadEnv()
  lockDataDir(env.DATA_DIR)
  await watchNpm(() => giveUp('npm ended: stopping'))
  await checkPort(env.HOST, env.PORT)
  const postgres = env.DATABASE_URL ? undefined : await startDatabase(env.DATA_DIR)
  const url = env.DATABASE_URL ?? postgres?.url ?? ''
  await migrate(url, postgres === undefined)
  if (env.NODE_ENV === 'development') await seed(url)
  const api = startChild('API', 'src/server.ts', url)
  const worker = startChild('worker', 'src/worker.ts', url)
  const [address] = await Promise.all([api.ready, worker.ready])
  console.log(
    banner(address, [
      ['GraphiQL', `${address}/graphql`],
      ['Webhooks', `${address}/webhooks/github`],
      ['Sign in', `${address}/auth/github?return_to=${address}/graphql`],
      ['Mail', env.SMTP_URL ? 'through SMTP_URL' : `${address}/dev/mail`],
      ['GitHub', githubSite(env)],
      ['Stripe', env.STRIPE_SECRET_KEY ? env.STRIPE_API_URL : 'without STRIPE_SECRET_KEY'],
      ['Open Collective', new URL(env.OPEN_COLLECTIVE_API_URL).origin],
      ['Health', `${address}/readyz`],
      ['Database', postgres ? `embedded, in ${postgres.dataDir}` : 'of DATABASE_URL'],
    ]),
  )
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0))
await start().catch(async (error) => {
  if (stopping) return stopping
  await stopAll()
  fail(error)
})
