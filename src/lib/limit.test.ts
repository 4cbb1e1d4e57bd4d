import { expect, test } from 'vitest'
import { Limit, type RefusalReason } from './limit.ts'

const refuse = (reason: RefusalReason) => new Error(reason)

/** Work that ends when it is told to. */
const held = () => Promise.withResolvers<void>()

test('no more run at once than allowed, in all and of one client', async () => {
  const limit = new Limit({ concurrency: 3, perClient: 2, refuse })
  let most = 0
  const running = new Map<string, number>()
  const work = async (client: string) => {
    running.set(client, (running.get(client) ?? 0) + 1)
    most = Math.max(most, limit.running)
    expect(running.get(client)).toBeLessThanOrEqual(2)
    await new Promise(setImmediate)
    running.set(client, (running.get(client) ?? 0) - 1)
  }
  const clients = Array.from({ length: 30 }, (_, number) => `${number % 3}`)
  await Promise.all(clients.map((client) => limit.run(() => work(client), { client })))
  expect(most).toBe(3)
  expect([limit.running, limit.waiting]).toEqual([0, 0])
})

test('a free place goes to the client that has the fewest running', async () => {
  const limit = new Limit({ concurrency: 2, refuse })
  const order: string[] = []
  const gates = Array.from({ length: 4 }, held)
  const start = (client: string, gate: { promise: Promise<void> } | undefined) =>
    limit.run(
      async () => {
        order.push(client)
        await gate?.promise
      },
      { client },
    )
  const all = [
    start('greedy', gates[0]),
    start('greedy', gates[1]),
    start('greedy', gates[2]),
    start('modest', gates[3]),
  ]
  gates[0]?.resolve()
  await expect.poll(() => order).toEqual(['greedy', 'greedy', 'modest'])
  for (const gate of gates) gate.resolve()
  await Promise.all(all)
})

test('a place that is given back twice is one place', async () => {
  const limit = new Limit({ concurrency: 1, refuse })
  const release = await limit.acquire()
  release()
  const next = await limit.acquire()
  release()
  expect(limit.running).toBe(1)
  next()
  expect(limit.running).toBe(0)
})

test('past the waiters allowed, and after the patience, work is refused and counted', async () => {
  const limit = new Limit({ concurrency: 1, waiting: 1, patienceMs: 20, refuse })
  const refusals: string[] = []
  limit.onRefused = (reason) => refusals.push(reason)
  const gate = held()
  const first = limit.run(() => gate.promise)
  const late = expect(limit.run(async () => undefined)).rejects.toThrow('late')
  await expect(limit.run(async () => undefined)).rejects.toThrow('full')
  await late
  expect(refusals).toEqual(['full', 'late'])
  gate.resolve()
  await first
  expect(await limit.run(async () => 'free again')).toBe('free again')
})

test('who no longer waits leaves the queue', async () => {
  const limit = new Limit({ concurrency: 1, waitingPerClient: 1, refuse })
  const gate = held()
  const first = limit.run(() => gate.promise)
  const abort = new AbortController()
  const leaver = limit.run(async () => undefined, { signal: abort.signal })
  const left = expect(leaver).rejects.toThrow('gone')
  abort.abort(new Error('gone'))
  await left
  const next = limit.run(async () => 'next')
  gate.resolve()
  expect(await next).toBe('next')
  await first
})
