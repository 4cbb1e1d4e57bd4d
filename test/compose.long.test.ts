import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose, environmentOf } from './compose.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { freePort } from './ports.ts'
import { hasRedis, type RunningRedis, startRedis } from './redis.ts'
import { parseMail, startSmtpServer } from './smtp.ts'

/** What Compose does, without its containers: the same commands in the same environments. */
describe.skipIf(!hasRedis)('docker compose up', () => {
  let database: TestDatabase
  let redis: RunningRedis
  let mail: Awaited<ReturnType<typeof startSmtpServer>>
  let folder: string
  let address: string
  const children: ChildProcess[] = []

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false })
    redis = await startRedis()
    mail = await startSmtpServer()
    folder = await mkdtemp(join(tmpdir(), 'polar-compose-'))
    address = `http://127.0.0.1:${await freePort()}`
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await mail?.stop()
    redis?.stop()
    await database?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Starts the command of a service. Addresses of other containers are those of this machine. */
  const start = (name: string) => {
    const service = compose.services[name]
    const [, ...args] = (service?.command ?? '')
      .replace(/(?<=[ =])\/secrets(?=\/)/, folder)
      .split(' ')
    const child = spawn(process.execPath, args, {
      env: {
        PATH: process.env.PATH,
        ...environmentOf(service ?? {}),
        HOST: '127.0.0.1',
        PORT: new URL(address).port,
        PUBLIC_URL: address,
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        SMTP_URL: mail.url,
        SHUTDOWN_DELAY_SECONDS: '0',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text
      })
    }
    const ended = once(child, 'close').then(([code]) => ({ code, output }))
    return { child, ended }
  }

  test('the unedited .env runs in production with demo data, and mail reaches the catcher', async () => {
    for (const [name, said] of [
      ['secrets', 'Wrote SECRET'],
      ['migrate', 'Applied '],
      ['seed', 'Added the demo data'],
    ] as const) {
      const { code, output } = await start(name).ended
      expect(output).toContain(said)
      expect(code).toBe(0)
    }
    const [api, worker] = [start('api'), start('worker')]
    const readiness = () =>
      fetch(`${address}/readyz`).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(readiness, { timeout: 90_000, interval: 200 }).toBe(200)
    // Production: nobody signs in by one click.
    expect((await fetch(`${address}/dev/mail`)).status).toBe(404)
    const answer = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation {
          requestMagicLink(input: { email: "ada@example.com" }) { __typename }
        }`,
      }),
    })
    expect(await answer.json()).toMatchObject({
      data: { requestMagicLink: { __typename: 'RequestMagicLinkPayload' } },
    })
    await expect.poll(() => mail.received.length, { timeout: 60_000, interval: 100 }).toBe(1)
    expect(mail.received[0]?.to).toEqual(['ada@example.com'])
    expect(parseMail(mail.received[0]?.raw ?? '').parts[0]?.body).toContain(
      `${address}/auth/magic-link?token=`,
    )
    for (const { child, ended } of [api, worker]) {
      child.kill('SIGTERM')
      expect((await ended).code).toBe(0)
    }
  }, 240_000)
})
