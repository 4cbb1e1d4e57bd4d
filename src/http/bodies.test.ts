import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'

const megabyte = 1_000_000

let app: TestApp
beforeAll(async () => {
  const settings = { BODY_MEMORY_BYTES: String(4 * megabyte) }
  app = await startTestApp({ worker: false, settings })
})
afterAll(() => app.stop())

const signature = `sha256=${'0'.repeat(64)}`

const sockets: Socket[] = []

/** Sends the head of a POST that promises two megabytes, and so many bytes of them. */
const sendPartOf = async (path: string, bytes: number, headers: string[] = []) => {
  const { port, hostname } = new URL(app.address)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  await once(socket, 'connect')
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}`,
    'content-type: application/json',
    `content-length: ${2 * megabyte}`,
    ...headers,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  socket.write(Buffer.alloc(bytes, ' '))
  return socket
}

const answerOf = async (socket: Socket) => {
  const [data] = await once(socket, 'data')
  return String(data).split('\r\n')
}

const taken = () => app.app.bodies.taken
const headers = [`x-hub-signature-256: ${signature}`]

test('large bodies that arrive slowly wait in a bounded memory; small ones are read', async () => {
  expect(taken()).toBe(0)
  await sendPartOf('/webhooks/github', 1.5 * megabyte, headers)
  await expect.poll(taken).toBeGreaterThan(1.4 * megabyte)
  const [status, ...rest] = await answerOf(
    await sendPartOf('/webhooks/github', 1.5 * megabyte, headers),
  )
  expect(status).toContain(' 503 ')
  expect(rest).toContain('retry-after: 60')

  expect(await app.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } })
  const { status: signed } = await app.deliver({ event: 'ping', payload: { zen: 'Keep it.' } })
  expect(signed).toBe(202)

  for (const socket of sockets.splice(0)) socket.destroy()
  await expect.poll(taken).toBe(0)
})

test('GraphQL reads its bodies in the same way', async () => {
  const half = Buffer.alloc(2.2 * megabyte, ' ')
  const tooLarge = await app.post('/graphql', half, { 'content-type': 'application/json' })
  expect([tooLarge.status, await tooLarge.json()]).toMatchObject([
    413,
    { errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] },
  ])
  expect(taken()).toBe(0)
})

test.each([
  ['/webhooks/github', 404, []],
  ['/webhooks/github', 404, ['x-hub-signature-256: sha256=short']],
  ['/webhooks/stripe', 401, []],
])('%s answers %i to what is not signed before it is sent', async (path, status, sent) => {
  const [line] = await answerOf(await sendPartOf(path, 0, sent))
  expect(line).toContain(` ${status} `)
})
