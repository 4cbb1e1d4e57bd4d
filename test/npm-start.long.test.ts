import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sign } from '@octokit/webhooks-methods'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive } from '#lib/postgres/postmaster.ts'
import { freePort } from './ports.ts'

let dataDir = ''
const groups: number[] = []

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'polar-npm-start-'))
  // The database runs as another account when the tests run as root.
  await chmod(dataDir, 0o755)
})
afterAll(async () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // It has ended, as it should.
    }
  }
  await rm(dataDir, { recursive: true, force: true })
})

/** Runs a command in a process group of its own, as a terminal does; `said` is all that it prints. */
const launch = (command: string, args: string[], port: string) => {
  const child = spawn(command, args, {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      PORT: port,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const pid = child.pid ?? 0
  groups.push(pid)
  const ended = once(child, 'exit') as Promise<[number | null]>
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text
    })
  }
  const until = async (text: string | RegExp) => {
    await expect.poll(() => said, { timeout: 120_000, interval: 50 }).toMatch(text)
    return said
  }
  return { pid, ended, until, kill: (signal: NodeJS.Signals) => process.kill(pid, signal) }
}

const isReady = 'Ctrl-C stops everything'

const postmasterPid = async () => {
  const text = await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')
  return Number(text.split('\n')[0])
}

const listens = async (address: string) => {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  const isOpen = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isOpen
}

/** The addresses of the API and the sandboxes, as they are printed. */
const addressesIn = (said: string) =>
  [...said.matchAll(/^ {2}(?:Polar is ready at|GitHub|Stripe|Open Collective) +(http\S+)$/gm)].map(
    ([, address = '']) => address,
  )

/** Waits until nothing is left: no address answers, no database runs. */
const goneAll = async (addresses: string[], postmaster: number) => {
  const left = async () => [
    ...(await Promise.all(addresses.map(listens))),
    await isAlive(postmaster),
  ]
  await expect
    .poll(left, { timeout: 90_000, interval: 200 })
    .toEqual([...addresses, postmaster].map(() => false))
}

const stateOf = async (port: string) => {
  const query = '{ issue(owner: "acme", repository: "rocket", number: 1) { state } }'
  const answer = await fetch(`http://127.0.0.1:${port}/graphql?query=${encodeURIComponent(query)}`)
  const { data } = (await answer.json()) as { data?: { issue?: { state: string } } }
  return data?.issue?.state
}

/** GitHub says that issue 1 was closed; its body is the one of the README. */
const closeIssue = async (port: string) => {
  const at = new Date().toISOString()
  const body = JSON.stringify({
    action: 'closed',
    installation: { id: 9000002000000 },
    repository: {
      id: 9000003000000,
      name: 'rocket',
      private: false,
      owner: { id: 9000001000000, login: 'acme', avatar_url: 'https://example.org/u/100' },
    },
    issue: {
      id: 9000004000000,
      number: 1,
      title: 'Countdown never lifts off',
      state: 'closed',
      created_at: '2026-01-05T09:00:00Z',
      updated_at: at,
    },
  })
  const { status } = await fetch(`http://127.0.0.1:${port}/webhooks/github`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': await sign('development-webhook-secret', body),
    },
  })
  return status
}

test('it outlives its database, refuses a second start, and ends with an npm that is killed', async () => {
  const port = await freePort()
  const npm = launch('npm', ['start'], port)
  const said = await npm.until(isReady)
  const addresses = addressesIn(said)
  expect(addresses).toHaveLength(4)
  // Each printed address shows a page.
  for (const address of addresses.slice(1)) {
    expect(await (await fetch(address)).text()).toContain('class="sandbox"')
  }

  const second = launch(process.execPath, ['sandbox/start.ts'], await freePort())
  await second.until(
    /^Another npm start \(process \d+\) uses \S+: stop it, or set another DATA_DIR/m,
  )
  expect(await second.ended).toEqual([1, null])

  const killed = await postmasterPid()
  process.kill(killed, 'SIGKILL')
  await npm.until('PostgreSQL ended: starting it again')
  const readiness = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ status }) => status,
      () => 0,
    )
  // /readyz says what the last look saw: only a database that is there again counts.
  const patience = { timeout: 60_000, interval: 100 }
  await expect.poll(() => postmasterPid().catch(() => killed), patience).not.toBe(killed)
  await expect.poll(readiness, patience).toBe(200)
  // The API takes it, the worker does it.
  await expect.poll(() => stateOf(port).catch(() => null), patience).toBe('OPEN')
  await expect.poll(() => closeIssue(port), { timeout: 30_000, interval: 500 }).toBe(202)
  await expect.poll(() => stateOf(port), { timeout: 60_000, interval: 200 }).toBe('CLOSED')

  const postmaster = await postmasterPid()
  npm.kill('SIGKILL')
  await goneAll(addresses, postmaster)
}, 400_000)

test('npm run dev prints real addresses, and ends with an npm that is told to', async () => {
  const npm = launch('npm', ['run', 'dev'], await freePort())
  const said = await npm.until(isReady)
  expect(said).not.toContain('undefined')
  const addresses = addressesIn(said)
  expect(addresses).toHaveLength(4)
  const postmaster = await postmasterPid()
  npm.kill('SIGTERM')
  await goneAll(addresses, postmaster)
}, 400_000)

test('of two starts at once, one runs; when it is killed, the folder is free', async () => {
  const start = async () => launch(process.execPath, ['src/start.ts'], await freePort())
  const starts = await Promise.all([start(), start()])
  const refused = await Promise.race(starts.map(({ ended }, index) => ended.then(() => index)))
  const [running] = starts.toSpliced(refused, 1)
  expect(await starts[refused]?.ended).toEqual([1, null])
  await running?.until(isReady)

  running?.kill('SIGKILL')
  expect(await running?.ended).toEqual([null, 'SIGKILL'])
  const next = await start()
  await next.until(isReady)
  const postmaster = await postmasterPid()
  next.kill('SIGTERM')
  expect(await next.ended).toEqual([0, null])
  await goneAll([], postmaster)
}, 400_000)
