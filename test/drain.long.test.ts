import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { startProcess } from './processes.ts'

const total = 10_000
const clients = 16

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

type Api = Awaited<ReturnType<typeof startProcess>>

const startApi = () =>
  startProcess('src/server.ts', {
    DATABASE_URL: database.url,
    SHUTDOWN_DELAY_SECONDS: '5',
    LOG_LEVEL: 'silent',
  })

/** As load balancers do: asks each process again and again, and names one that does not stop. */
const startBalancer = (apis: Api[]) => {
  const serving = new Set(apis)
  const asking = setInterval(() => {
    for (const api of serving) {
      void fetch(`${api.ready}/readyz`, { headers: { connection: 'close' } })
        .then((answer) => answer.json() as Promise<{ status: string }>)
        .then(({ status }) => status === 'stopping' && serving.delete(api))
    }
  }, 500)
  let turn = 0
  return {
    next: () => [...serving][turn++ % serving.size],
    stop: () => clearInterval(asking),
  }
}

type Outcome = { status: number | string; isClosing: boolean }

const body = JSON.stringify({ query: '{ __typename }' })

const bodyOf = async (answer: IncomingMessage) => {
  let text = ''
  for await (const chunk of answer) text += chunk
  return text
}

/** One request, the failure of its connection included. Some bodies come in two parts. */
const ask = (address: string, agent: Agent, number: number) =>
  new Promise<Outcome>((resolve) => {
    const isQuery = number % 8 === 0
    const sent = request(`${address}${isQuery ? '/graphql' : '/healthz'}`, {
      agent,
      method: isQuery ? 'POST' : 'GET',
      ...(isQuery && {
        headers: { 'content-type': 'application/json', 'content-length': body.length },
      }),
    })
    sent.on('response', (answer) => {
      const isClosing = answer.headers.connection === 'close'
      bodyOf(answer).then(
        (text) =>
          resolve({ status: /"errors"/.test(text) ? text : (answer.statusCode ?? 0), isClosing }),
        (error) => resolve({ status: `${error}`, isClosing }),
      )
    })
    sent.on('error', (error) => resolve({ status: `${error}`, isClosing: false }))
    if (!isQuery) return sent.end()
    sent.write(body.slice(0, 10))
    setTimeout(() => sent.end(body.slice(10)), number % 3)
  })

/**
 * A client: half of them make a connection for each request, half keep one until they are told
 * that it closes; some of these pause between requests, so that theirs is idle when it closes.
 */
const runClient = async (
  index: number,
  balancer: ReturnType<typeof startBalancer>,
  due: () => number | undefined,
) => {
  const keepAlive = index % 2 === 0
  const agent = new Agent({ keepAlive, maxSockets: 1 })
  const outcomes: Outcome[] = []
  let api = balancer.next()
  for (let number = due(); number !== undefined; number = due()) {
    if (!keepAlive || outcomes.at(-1)?.isClosing) api = balancer.next()
    outcomes.push(await ask(api?.ready ?? '', agent, number))
    if (index % 8 === 0) await sleep(number % 2_500)
  }
  agent.destroy()
  return outcomes
}

test.each([1, 2])(
  'try %i: 10,000 requests while a process is replaced, 0 failed',
  async () => {
    const [leaving, staying] = await Promise.all([startApi(), startApi()])
    const balancer = startBalancer([leaving, staying])
    let sent = 0
    let stopped: Promise<number | null> | undefined
    const due = () => {
      if (sent === total / 4) stopped = leaving.stop()
      return sent < total ? sent++ : undefined
    }
    const begun = performance.now()
    const outcomes = (
      await Promise.all(
        Array.from({ length: clients }, (_, index) => runClient(index, balancer, due)),
      )
    ).flat()
    const seconds = (performance.now() - begun) / 1_000
    const code = await stopped
    balancer.stop()
    await staying.stop()
    const closed = outcomes.filter(({ isClosing }) => isClosing).length
    console.log(`${outcomes.length} requests in ${seconds.toFixed(1)} s, ${closed} told to close`)
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([])
    expect(outcomes.length).toBeGreaterThanOrEqual(total)
    expect(code).toBe(0)
  },
  120_000,
)
