import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

/** The status of the answer to a request line and a `Host`, sent as they are. */
const statusOf = async (target: string, host: string) => {
  const { port, hostname } = new URL(app.address)
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
  const [data] = await once(socket, 'data')
  socket.destroy()
  return Number(String(data).split(' ')[1])
}

test.each([
  ['/healthz', 'localhost', 200],
  ['http://polar.example/healthz', 'localhost', 200],
  ['/nowhere', 'localhost', 404],
  ['/healthz', 'a b', 400],
  ['/healthz', 'localhost:port', 400],
  ['//evil.example/healthz', 'localhost', 400],
  ['http://', 'localhost', 400],
  ['*', 'localhost', 400],
])('%s of %j is answered with %i', async (target, host, status) => {
  expect(await statusOf(target, host)).toBe(status)
})

test('who opens an unknown address in a browser gets a page, a program JSON', async () => {
  const typeFor = async (accept: string) => {
    const { status, headers } = await fetch(`${app.address}/nowhere`, { headers: { accept } })
    return [status, headers.get('content-type')]
  }
  expect(await typeFor('text/html,*/*')).toEqual([404, 'text/html; charset=utf-8'])
  expect(await typeFor('*/*')).toEqual([404, 'application/json'])
})
