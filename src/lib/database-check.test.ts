import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { run } from '../../test/processes.ts'
import { checkDatabase } from './database-check.ts'

let database: TestDatabase
let proxy: Server
let url: string

/** A way to the real database on which its version reads 17.6. */
const startProxy = async (host: string, port: number) => {
  const server = createServer((client) => {
    const upstream = connect(port, host)
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      const text = bytes.toString('latin1').replace(/18\d{4}(?=.{0,6}SHOW)/s, '170006')
      client.write(Buffer.from(text, 'latin1'))
    })
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    upstream.on('close', () => client.destroy())
    client.on('close', () => upstream.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

beforeAll(async () => {
  database = await createTestDatabase()
  const address = new URL(database.url)
  proxy = await startProxy(address.hostname, Number(address.port))
  const bound = proxy.address()
  address.port = `${typeof bound === 'object' && bound ? bound.port : ''}`
  url = address.href
})
afterAll(async () => {
  proxy.close()
  await database.drop()
})

const fault = 'The database runs PostgreSQL 17.6: PostgreSQL 18 or later is needed'

test('PostgreSQL 18 will do, 17 is refused in words', async () => {
  await checkDatabase(database.url)
  await expect(checkDatabase(url)).rejects.toThrow(fault)
})

test.each(['src/server.ts', 'src/worker.ts', 'scripts/db/migrate.ts'])(
  '%s says so and ends',
  async (file) => {
    const { code, output } = await run({ file, settings: { DATABASE_URL: url, PORT: '0' } })
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(fault)
    expect(code).toBe(1)
  },
  60_000,
)
