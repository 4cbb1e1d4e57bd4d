import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { startProcess } from './processes.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const startApi = (delay: string) =>
  startProcess('src/server.ts', { DATABASE_URL: database.url, SHUTDOWN_DELAY_SECONDS: delay })

const open = async (address: string) => {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** What comes next on a connection, until it says `until`. */
const read = async (socket: Socket, until: string) => {
  let text = ''
  while (!text.includes(until)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    text += chunk
  }
  return text
}

const health = 'GET /healthz HTTP/1.1\r\nhost: polar\r\n'
const isWell = '{"status":"ok"}'

test('told to stop, it says so at once, serves for the delay, and cuts no request', async () => {
  const api = await startApi('3')
  const port = new URL(api.ready).port
  const [kept, half, unused] = await Promise.all([1, 2, 3].map(() => open(api.ready)))
  if (!kept || !half || !unused) throw new Error('unreachable')
  kept.write(`${health}\r\n`)
  expect(await read(kept, isWell)).toMatch(/connection: keep-alive\r\nkeep-alive: timeout=1\r\n/i)

  const stopped = api.stop()
  await expect
    .poll(async () => (await fetch(`${api.ready}/readyz`)).status, { interval: 10 })
    .toBe(503)
  expect(await (await fetch(`${api.ready}/readyz`)).json()).toEqual({ status: 'stopping' })
  // The connection of before, and one of now.
  kept.write(`${health}\r\n`)
  expect(await read(kept, isWell)).toMatch(/connection: close\r\n/i)
  const answer = await fetch(`${api.ready}/graphql?query={__typename}`)
  expect(answer.headers.get('connection')).toBe('close')
  expect(await answer.json()).toEqual({ data: { __typename: 'Query' } })

  // A request of which half has arrived when the server closes is answered.
  half.write(health)
  const isRefused = async () => {
    const socket = connect(Number(port), '127.0.0.1')
    const refused = await once(socket, 'connect').then(
      () => false,
      () => true,
    )
    socket.destroy()
    return refused
  }
  await expect.poll(isRefused, { interval: 50, timeout: 10_000 }).toBe(true)
  half.write('\r\n')
  expect(await read(half, isWell)).toMatch(/^HTTP\/1.1 200 /)
  expect(await stopped).toBe(0)
  unused.destroy()
  half.destroy()
}, 60_000)

test('without a delay, connections that nobody uses hold nothing up', async () => {
  const api = await startApi('0')
  const [kept, unused] = await Promise.all([open(api.ready), open(api.ready)])
  kept.write(`${health}\r\n`)
  await read(kept, isWell)
  const closed = Promise.all([once(kept, 'close'), once(unused, 'close')])
  const begun = Date.now()
  await api.stop()
  await closed
  expect(Date.now() - begun).toBeLessThan(8_000)
}, 60_000)
