// npm run bench: how much the API does in a second, beside a bare server that does the same with
// one prepared statement, and how fast the worker is. It has a database of its own.
import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readEnv } from '#env.ts'
import { fail } from '#lib/process.ts'
import { loadSchema } from '#schema.ts'
import { largeIssueCount, startDatabase } from './data.ts'
import { dearestDocuments } from './dearest.ts'
import { type Lifetime, live, startProgram } from './lifetime.ts'
import { benchList } from './list.ts'
import { connections, type Figures } from './load.ts'
import { benchWebhooks } from './webhooks.ts'
import { type Expense, measureDocuments, usageOf } from './worst.ts'

const usage = `Usage: npm run bench [-- --seconds 4] [--only list|webhooks] [--worst]

Each server is measured twice for so many seconds (1 to 60). With --worst, prints instead what the
ten dearest documents take that the limits of GraphQL accept, on ${largeIssueCount} issues.`

const optionsShape = z.object({
  seconds: z.coerce.number().int().min(1).max(60),
  only: z.enum(['list', 'webhooks']).optional(),
  worst: z.boolean(),
})

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '4' },
        only: { type: 'string' },
        worst: { type: 'boolean', default: false },
      },
    })
    return optionsShape.parse(values)
  } catch {
    return fail(new Error(usage))
  }
}

const number = (value: number, digits = 0) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

const row = ([name, ...cells]: string[]) =>
  `  ${(name ?? '').padEnd(12)}${cells.map((cell) => cell.padStart(12)).join('')}`

const printComparison = ({
  title,
  ours,
  bare,
}: {
  title: string
  ours: Figures
  bare: Figures
}) => {
  const figures = (name: string, { requestsPerSecond, p50, p99 }: Figures) =>
    row([name, number(requestsPerSecond), number(p50, 1), number(p99, 1)])
  console.log(
    [
      '',
      title,
      row(['', 'requests/s', 'p50 ms', 'p99 ms']),
      figures('ours', ours),
      figures('bare', bare),
      row(['ours/bare', number(ours.requestsPerSecond / bare.requestsPerSecond, 2)]),
    ].join('\n'),
  )
}

/** The load comes from one address: as one client it may have all of it under way, for minutes. */
const raisedLimits = {
  OPERATIONS_PER_CLIENT: String(connections),
  RATE_LIMIT_SIGNED_OUT: '2000000000',
  RATE_LIMIT_DOCUMENT_BYTES: '2000000000',
}

const secret = () => randomBytes(32).toString('base64')

const settingsFor = (url: string) => ({
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://127.0.0.1',
  PORT: '0',
  DATABASE_URL: url,
  SECRET: secret(),
  ENCRYPTION_KEYS: `bench:${secret()}`,
  GITHUB_WEBHOOK_SECRET: secret(),
  STRIPE_WEBHOOK_SECRET: secret(),
  STRIPE_CONNECT_WEBHOOK_SECRET: secret(),
  // Nobody is written to.
  SMTP_URL: 'smtp://127.0.0.1:25',
  MAIL_FROM: 'bench@example.com',
  ...raisedLimits,
})

const start = async (life: Lifetime) => {
  const url = await startDatabase(life)
  const settings = settingsFor(url)
  const api = await startProgram(life, { name: 'API', file: 'src/server.ts', settings })
  const bare = await startProgram(life, {
    name: 'bare server',
    file: 'scripts/bench/bare.ts',
    settings: { DATABASE_URL: url },
  })
  return { url, settings, addresses: { ours: api.ready, bare: bare.ready } }
}

const printWorst = (expenses: Expense[]) => {
  console.log(`\nThe dearest documents of ${expenses.length}, on ${number(largeIssueCount)} issues`)
  console.log(row(['', 'CPU ms', 'of the API', 'statements', 'kB', 'cost', 'nodes']))
  for (const { name, query, measure, ...figures } of expenses.slice(0, 10)) {
    const { cpuMilliseconds, apiMilliseconds, statements, bytes } = figures
    const cells = [cpuMilliseconds, apiMilliseconds, statements, bytes / 1_000]
    console.log(row(['', ...[...cells, measure.cost, measure.nodes].map((cell) => number(cell))]))
    console.log(`  ${name}\n    ${query.slice(0, 300)}`)
  }
}

const benchWorst = async (life: Lifetime) => {
  const url = await startDatabase(life, largeIssueCount)
  const nodeArgs = ['--expose-gc', '--import', './scripts/bench/instrument.ts']
  const settings = settingsFor(url)
  const { ready, child } = await startProgram(life, {
    ...{ name: 'API', file: 'src/server.ts', settings, nodeArgs },
  })
  const documents = dearestDocuments(await loadSchema(), readEnv({}))
  return measureDocuments(
    { address: ready, usage: () => usageOf(child), url },
    documents,
    ({ name, cpuMilliseconds }) => console.error(`${number(cpuMilliseconds)} ms  ${name}`),
  )
}

const { seconds, only, worst } = readOptions()

await live(async (life) => {
  console.log(
    `Node.js ${process.versions.node}, ${availableParallelism()} cores that client, servers and ` +
      `database share, ${connections} connections\n` +
      `Limits that are raised: ${Object.entries(raisedLimits)
        .map((limit) => limit.join('='))
        .join(', ')}`,
  )
  if (worst) return printWorst(await benchWorst(life))
  const { url, settings, addresses } = await start(life)
  if (only !== 'webhooks') {
    printComparison(await benchList(addresses, { seconds, signal: life.signal }))
  }
  if (only !== 'list') {
    const { intake, worker } = await benchWebhooks({ life, addresses, url, seconds, settings })
    printComparison(intake)
    console.log(
      `\nThe worker on a backlog of webhooks\n  ${number(worker.done)} done, ${number(worker.perSecond)} a second`,
    )
  }
})
