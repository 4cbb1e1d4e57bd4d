import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { sign } from '@octokit/webhooks-methods'
import { processDelivery } from '#github-webhook/jobs.ts'
import { createLogger } from '#lib/logger.ts'
import { startQueue } from '#lib/queue.ts'
import { issueCount, placeOf, withClient } from './data.ts'
import { type Lifetime, startProgram } from './lifetime.ts'
import { compare, load, type Target } from './load.ts'

const backlog = 1_000
const drainPatienceMs = 25_000

type Payload = { action: string; issue: object; repository: object; organization?: object }
type Example = { name: string; examples: Payload[] }

/** GitHub's own example of an edited issue of an organization. */
const findExample = () => {
  const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[]
  const found = examples
    .find(({ name }) => name === 'issues')
    ?.examples.find(({ action, organization }) => action === 'edited' && organization)
  if (!found) throw new Error('There is no example of an edited issue')
  return found
}

/** The example, as if it were about an issue that we have; newer than what we know of it. */
const payloadOf = (example: Payload, index: number) => {
  const { issue, repository, organization, installation } = placeOf(index)
  const account = { ...example.organization, ...organization }
  return {
    ...example,
    issue: {
      ...example.issue,
      ...issue,
      title: `Edited ${index}`,
      updated_at: '2026-06-01T00:00:00Z',
    },
    repository: {
      ...example.repository,
      ...repository,
      owner: { ...account, type: 'Organization' },
    },
    organization: account,
    installation,
  }
}

type Signed = { body: string; signature: string }

const signAll = (secret: string): Promise<Signed[]> => {
  const example = findExample()
  return Promise.all(
    Array.from({ length: issueCount }, async (_, index) => {
      const body = JSON.stringify(payloadOf(example, index))
      return { body, signature: await sign(secret, body) }
    }),
  )
}

/** One issue after the other; a delivery is the same only once. */
const targetOf = (name: string, address: string, path: string, signed: Signed[]): Target => {
  let next = 0
  return {
    name,
    address,
    request: {
      setupRequest: (request) => {
        const { body, signature } = signed[next++ % signed.length] ?? { body: '', signature: '' }
        return {
          ...request,
          method: 'POST',
          path,
          body,
          headers: {
            'content-type': 'application/json',
            'x-github-delivery': randomUUID(),
            'x-github-event': 'issues',
            'x-hub-signature-256': signature,
          },
        }
      },
    },
  }
}

/** Every accepted webhook must be there, and none taken for something that we do nothing on. */
const checkStored = (url: string, accepted: number) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int FROM webhook_delivery GROUP BY status',
    )
    const waiting = rows.find(({ status }) => status === 'received')?.count ?? 0
    if (rows.length === 1 && waiting >= accepted) return
    throw new Error(`${accepted} webhooks were accepted, and stored: ${JSON.stringify(rows)}`)
  })

const empty = async (url: string) => {
  const log = createLogger({ process: 'bench', level: 'warn', pretty: false })
  const queue = await startQueue({ url, log, jobs: [], supervise: false })
  try {
    await queue.boss.deleteAllJobs(processDelivery.name)
    await withClient(url, (client) => client.query('TRUNCATE webhook_delivery'))
  } finally {
    await queue.stop()
  }
}

/** Starts the worker and waits until every delivery is done, or for as long as we have patience. */
const drain = async (life: Lifetime, url: string, settings: Record<string, string>) => {
  const worker = await startProgram(life, { name: 'worker', file: 'src/worker.ts', settings })
  return withClient(url, async (client) => {
    const count = async (where: string) => {
      const { rows } = await client.query<{ count: number; seconds: number }>(
        `SELECT count(*)::int, extract(epoch FROM max(processed_at) - min(processed_at))::float8 AS seconds
         FROM webhook_delivery WHERE ${where}`,
      )
      return rows[0] ?? { count: 0, seconds: 0 }
    }
    const deadline = Date.now() + drainPatienceMs
    while ((await count("status = 'received'")).count > 0 && Date.now() < deadline) {
      await sleep(100, undefined, { signal: life.signal })
    }
    const done = await count("status = 'processed'")
    const ignored = await count("status = 'ignored'")
    if (done.count < 2 || ignored.count > 0) {
      throw new Error(`The worker did ${done.count} deliveries and ignored ${ignored.count}`)
    }
    await worker.stop()
    return { done: done.count, perSecond: (done.count - 1) / done.seconds }
  })
}

type Options = {
  life: Lifetime
  addresses: { ours: string; bare: string }
  url: string
  seconds: number
  /** Of API and worker. */
  settings: Record<string, string> & { GITHUB_WEBHOOK_SECRET: string }
}

/** Taking webhooks in, then doing what they tell. */
export const benchWebhooks = async ({ life, addresses, url, seconds, settings }: Options) => {
  const signed = await signAll(settings.GITHUB_WEBHOOK_SECRET)
  const targets = {
    ours: targetOf('The API', addresses.ours, '/webhooks/github', signed),
    bare: targetOf('The bare server', addresses.bare, '/webhooks', signed),
  }
  const intake = await compare(targets, { seconds, signal: life.signal })
  await checkStored(url, intake.ours.requests)
  await empty(url)
  await load(targets.ours, { amount: backlog }, life.signal)
  const kilobytes = ((signed[0]?.body.length ?? 0) / 1_000).toFixed(0)
  return {
    intake: {
      title: `Signed webhooks of ${kilobytes} kB taken in, against one INSERT for each`,
      ...intake,
    },
    worker: await drain(life, url, settings),
  }
}
