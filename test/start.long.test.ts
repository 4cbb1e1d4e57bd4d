import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres } from '#lib/postgres.ts'
import { freePort } from './ports.ts'
import { run } from './processes.ts'

let dataDir = ''
let busy: Server
const children: ChildProcess[] = []

const listen = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const portOf = (server: Server) => {
  const address = server.address()
  return typeof address === 'object' && address ? `${address.port}` : ''
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'polar-start-'))
  // The database runs as another account when the tests run as root.
  await chmod(dataDir, 0o755)
  busy = await listen()
})
afterAll(async () => {
  busy.close()
  for (const child of children) child.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

/** `npm start`, with sandboxes only if `file` says so, in a process group of its own, as a terminal would run it. */
const start = async (settings: Record<string, string>, file = 'src/start.ts') => {
  const child = spawn(process.execPath, [file], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  children.push(child)
  let output = ''
  for await (const text of child.stdout) {
    output += text
    if (output.includes('Ctrl-C stops everything')) break
  }
  return {
    output,
    /** Ctrl-C: the signal goes to the whole group at once. */
    interrupt: async () => {
      const ended = once(child, 'exit')
      process.kill(-(child.pid ?? 0), 'SIGINT')
      const [code] = (await ended) as [number | null]
      return code
    },
    groupIsGone: () => {
      try {
        process.kill(-(child.pid ?? 0), 0)
        return false
      } catch {
        return true
      }
    },
  }
}

const ask = async (port: string, query: string) => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

test('runs on nothing, keeps its data, and leaves no process behind', async () => {
  const port = await freePort()
  const ids: unknown[] = []
  for (const round of ['first', 'second']) {
    const server = await start({ PORT: port })
    expect(server.output, round).toContain(`Polar is ready at http://127.0.0.1:${port}`)
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toMatchObject({
      status: 'ok',
    })
    const { data } = (await ask(
      port,
      '{ issues(first: 1) { totalCount nodes { id } } organization(login: "acme") { name } }',
    )) as { data: { issues: { nodes: object[] } } }
    expect(data).toMatchObject({
      issues: { totalCount: 77 },
      organization: { name: 'Acme Rockets' },
    })
    ids.push(data.issues.nodes)
    expect(await server.interrupt()).toBe(0)
    expect(server.groupIsGone()).toBe(true)
    const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres') })
    await postgres.stop()
    expect(postgres.adopted).toBe(false)
  }
  expect(ids[0]).toEqual(ids[1])
}, 120_000)

/** What a command of Stripe's sandbox, or a request to its API, answers. */
const askStripe = async (address: string, path: string, form?: Record<string, string>) => {
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox' },
    body: new URLSearchParams(form),
  })
  return (await response.json()) as { id: string; status: string }
}

const webhooksOf = async (port: string) => {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const lines = metrics.matchAll(
    /^polar_webhooks_total\{source="stripe",outcome="(\w+)"\} (\d+)$/gm,
  )
  return Object.fromEntries([...lines].map(([, outcome, count]) => [outcome, Number(count)]))
}

test('sandboxes stand in for GitHub and Stripe, send webhooks, keep their place and end with it', async () => {
  const port = await freePort()
  const places: unknown[] = []
  for (const round of ['first', 'second']) {
    const server = await start({ PORT: port }, 'sandbox/start.ts')
    const addressOf = (name: string) =>
      new RegExp(`^ {2}${name} +(http://127.0.0.1:\\d+)$`, 'm').exec(server.output)?.[1] ?? ''
    const stripe = addressOf('Stripe')
    places.push([addressOf('GitHub'), stripe])
    const intent = await askStripe(stripe, '/v1/payment_intents', {
      amount: '10000',
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: 'true',
      return_url: 'http://127.0.0.1:3000',
    })
    expect(intent, round).toMatchObject({ status: 'succeeded' })
    await expect
      .poll(async () => Object.keys(await webhooksOf(port)), { timeout: 10_000 })
      .toContain('queued')
    expect(await webhooksOf(port)).not.toHaveProperty('unsigned')
    expect(await server.interrupt()).toBe(0)
    await expect.poll(server.groupIsGone, { timeout: 5_000 }).toBe(true)
  }
  expect(places[0]).toEqual(places[1])
}, 120_000)

test('a taken port is one clear message', async () => {
  const port = portOf(busy)
  const { code, output } = await run({
    file: 'src/start.ts',
    settings: { PORT: port, DATA_DIR: dataDir },
  })
  expect(code).toBe(1)
  expect(output).toBe(`Port ${port} of 127.0.0.1 is taken: stop what uses it, or set PORT\n`)
})

test('an address of another machine is one clear message', async () => {
  const settings = { HOST: '192.0.2.1', PORT: '0', DATA_DIR: dataDir }
  const { code, output } = await run({ file: 'src/start.ts', settings })
  expect(code).toBe(1)
  expect(output).toBe('HOST 192.0.2.1 is no address of this machine\n')
})

test('broken settings are named all at once', async () => {
  const settings = { PORT: 'high', LOG_LEVEL: 'loud', DATA_DIR: dataDir }
  const { code, output } = await run({ file: 'src/start.ts', settings })
  expect(code).toBe(1)
  expect(output).toMatch(/^These settings can't be used:\n {2}PORT: .*\n {2}LOG_LEVEL: .*\n$/)
})

test.each(['src/start.ts', 'src/server.ts', 'src/worker.ts'])(
  '%s: an unreachable database is one clear message',
  async (file) => {
    const DATABASE_URL = `postgres://polar:secret@127.0.0.1:${await freePort()}/polar`
    const settings = { DATABASE_URL, PORT: await freePort(), LOG_LEVEL: 'fatal' }
    const { code, output } = await run({ file, settings: { ...settings, LOG_LEVEL: 'silent' } })
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain('ECONNREFUSED')
    expect(output).not.toContain('secret')
  },
  60_000,
)
