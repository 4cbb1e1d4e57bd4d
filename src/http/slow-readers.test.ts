import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { boundSlowReaders } from './slow-readers.ts'

const megabyte = 1_000_000
// More than the system takes for a client that does not read.
const answer = Buffer.alloc(16 * megabyte, 'x')

let server: Server
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.closeAllConnections()
  server.close()
})

/** A server whose answers are long, and how many of them it has begun. */
const serve = async (bytes: number) => {
  let begun = 0
  server = createServer()
  const slowReaders = boundSlowReaders(server, bytes)
  server.on('request', (request, response) => {
    void slowReaders.inTurn(request, response, () => {
      begun += 1
      response.end(answer)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { begun: () => begun }
}

/** Sends requests at once, on one connection, and reads nothing. */
const ask = async (requests: number) => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(requests))
  return socket
}

test('a connection gets one answer at a time, and all of them when it reads', async () => {
  const { begun } = await serve(100 * megabyte)
  const socket = await ask(5)
  await expect.poll(begun).toBe(1)
  await sleep(300)
  expect(begun()).toBe(1)
  let read = 0
  socket.on('data', ({ length }) => {
    read += length
  })
  socket.resume()
  await expect.poll(() => read, { timeout: 10_000 }).toBeGreaterThan(5 * answer.length)
  expect(begun()).toBe(5)
})

test('past so many unread bytes the connections with most of them are closed', async () => {
  const { begun } = await serve(20 * megabyte)
  const asking = [await ask(1), await ask(1), await ask(1)]
  await expect.poll(begun).toBe(3)
  const open = () =>
    new Promise<number>((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
    })
  await expect.poll(open, { timeout: 10_000 }).toBe(1)
  expect(asking).toHaveLength(3)
})
