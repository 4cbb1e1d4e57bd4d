import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { sign } from '@octokit/webhooks-methods'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { issuesEvent } from '../../test/github.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const stored = () => app.db.webhookDelivery.count()

const headersOf = async (body: string, changes: Record<string, string | undefined> = {}) => {
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'issues',
    'x-hub-signature-256': await sign(app.env.GITHUB_WEBHOOK_SECRET, body || ' '),
    ...changes,
  }
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}

const post = async (body: string, changes?: Record<string, string | undefined>) =>
  app.post('/webhooks/github', body, (await headersOf(body, changes)) as Record<string, string>)

const good = JSON.stringify(issuesEvent('opened').payload)

describe('what is refused leaves nothing behind', () => {
  const signature = `sha256=${'0'.repeat(64)}`
  const cases: [
    name: string,
    body: string,
    changes: Record<string, string | undefined>,
    status: number,
  ][] = [
    ['a wrong signature', good, { 'x-hub-signature-256': signature }, 404],
    ['no signature', good, { 'x-hub-signature-256': undefined }, 404],
    ['a signature of another kind', good, { 'x-hub-signature-256': 'sha1=abc' }, 404],
    ['no event', good, { 'x-github-event': undefined }, 400],
    ['an event with odd characters', good, { 'x-github-event': '../issues' }, 400],
    ['no delivery id', good, { 'x-github-delivery': undefined }, 400],
    ['a delivery id that is no UUID', good, { 'x-github-delivery': '17' }, 400],
    ['no JSON', 'title=hello', {}, 400],
    ['half a JSON document', good.slice(0, 100), {}, 400],
    ['JSON that is no object', '[1,2]', {}, 400],
    ['an empty body', '', {}, 404],
    ['an action that is no text', '{"action":7}', {}, 400],
  ]
  test.each(cases)('%s', async (_name, body, changes, status) => {
    const before = await stored()
    const response = await post(body, changes)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error: expect.any(String) })
    expect(await stored()).toBe(before)
  })

  test('a body that was changed after it was signed', async () => {
    const headers = await headersOf(good)
    const response = await app.post('/webhooks/github', good.replace('fly', 'lie'), headers)
    expect(response.status).toBe(404)
  })

  test('30 MB', async () => {
    const before = await stored()
    const response = await app
      .post('/webhooks/github', new Uint8Array(30 * 1024 * 1024), await headersOf(good))
      .catch(() => ({ status: 413 }))
    expect(response.status).toBe(413)
    expect(await stored()).toBe(before)
  })

  test('30 MB whose length was not announced', async () => {
    const megabyte = new Uint8Array(1024 * 1024)
    let left = 30
    const body = new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(megabyte) : controller.close()),
    })
    const status = await fetch(`${app.address}/webhooks/github`, {
      method: 'POST',
      body,
      headers: await headersOf(good),
      duplex: 'half',
    } as RequestInit).then(
      (response) => response.status,
      () => 413,
    )
    expect(status).toBe(413)
  })

  test('a sender who breaks off', async () => {
    const before = await stored()
    const { hostname, port } = new URL(app.address)
    const headers = Object.entries(await headersOf(good)).map(
      ([name, value]) => `${name}: ${value}`,
    )
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST /webhooks/github HTTP/1.1\r\nhost: x\r\n${headers.join('\r\n')}\r\n` +
        `content-length: ${good.length}\r\n\r\n${good.slice(0, 50)}`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await fetch(`${app.address}/healthz`)).status).toBe(200)
    expect(await stored()).toBe(before)
  })

  test('GET', async () => {
    const response = await fetch(`${app.address}/webhooks/github`)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })
})

describe('what is accepted', () => {
  test('is stored and its job sent before it is answered with 202', async () => {
    const { id, status, answer } = await app.deliver(issuesEvent('opened'))
    expect({ status, answer }).toEqual({ status: 202, answer: { delivery: id, status: 'queued' } })
    const row = await app.db.webhookDelivery.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({
      event: 'issues',
      action: 'opened',
      installationId: 10n,
      status: 'RECEIVED',
      payload: issuesEvent('opened').payload,
    })
    const jobs = await app.app.queue.boss.findJobs('github-webhook.process_delivery', {
      data: { payload: { deliveryId: id } },
    })
    expect(jobs).toHaveLength(1)
  })

  test('a second time with the same id does nothing', async () => {
    const { id } = await app.deliver(issuesEvent('opened'))
    const before = await stored()
    const again = await app.deliver({ ...issuesEvent('closed'), id: id.toUpperCase() })
    expect(again).toMatchObject({ status: 202, answer: { status: 'duplicate' } })
    expect(await stored()).toBe(before)
    const row = await app.db.webhookDelivery.findUniqueOrThrow({ where: { id } })
    expect(row.action).toBe('opened')
  })

  test('twenty times at once is stored once', async () => {
    const id = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.deliver({ ...issuesEvent('opened'), id })),
    )
    const queued = answers.filter(({ answer }) => answer.status === 'queued')
    expect(queued).toHaveLength(1)
    expect(answers.every(({ status }) => status === 202)).toBe(true)
  })

  test('an event that nothing is done on is stored as ignored', async () => {
    const { id, status, answer } = await app.deliver({
      event: 'star',
      payload: { action: 'created' },
    })
    expect({ status, answer: answer.status }).toEqual({ status: 202, answer: 'ignored' })
    const row = await app.db.webhookDelivery.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({ status: 'IGNORED', reason: 'Nothing is done on star.created' })
  })

  test('an event named like a property of every object is unknown too', async () => {
    const { answer } = await app.deliver({ event: 'constructor', payload: {} })
    expect(answer.status).toBe('ignored')
  })

  test('text that PostgreSQL does not store', async () => {
    const { id, status } = await app.deliver(
      issuesEvent('opened', { issue: { title: 'a\0b\ud800' } }),
    )
    expect(status).toBe(202)
    const row = await app.db.webhookDelivery.findUniqueOrThrow({ where: { id } })
    expect(row.payload).toMatchObject({ issue: { title: 'ab\ufffd' } })
  })
})
