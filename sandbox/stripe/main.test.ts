import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sdkOf, startReceiver, webhookSecret } from './testing.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const secretKey = 'sk_test_of_the_process'
const settings = { STRIPE_SECRET_KEY: secretKey }

const start = (env: Record<string, string>) =>
  fork(main, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })

const serve = async (env: Record<string, string> = settings) => {
  const child = start(env)
  const [{ ready }] = (await once(child, 'message')) as [{ ready: string }]
  return { child, url: ready, stripe: sdkOf({ secretKey, port: Number(new URL(ready).port) }) }
}

test('serves until it is told to end, or its parent ends', async () => {
  const { child, stripe } = await serve()
  expect((await stripe.balance.retrieve()).object).toBe('balance')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  const { child: orphan } = await serve()
  orphan.disconnect()
  expect(await once(orphan, 'exit')).toEqual([0, null])
})

test('is the same Stripe again at its next start, and tells what it could not tell before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-sandbox-'))
  const receiver = await startReceiver()
  const file = join(folder, 'stripe.json')
  const env = {
    ...settings,
    STRIPE_SANDBOX_FILE: file,
    STRIPE_WEBHOOK_URL: receiver.url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  }
  const first = await serve(env)
  receiver.answer.status = 500
  const key = { idempotencyKey: 'over-the-end' }
  const { id } = await first.stripe.customers.create({ name: 'To stay' }, key)
  await expect.poll(() => receiver.types()).toEqual(['customer.created'])
  first.child.kill()
  await once(first.child, 'exit')
  receiver.answer.status = 200
  const second = await serve(env)
  expect(second.url).toBe(first.url)
  await expect.poll(() => receiver.types()).toEqual(['customer.created', 'customer.created'])
  expect((await second.stripe.customers.create({ name: 'To stay' }, key)).id).toBe(id)
  second.child.kill()
  await once(second.child, 'exit')
  await receiver.stop()
  await writeFile(file, '{')
  const child = start(env)
  const said: string[] = []
  child.stderr?.on('data', (data) => said.push(`${data}`))
  expect(await once(child, 'close')).toEqual([1, null])
  expect(said.join('')).toMatch(/stripe\.json is not a Stripe of this sandbox: delete it/)
  await rm(folder, { recursive: true })
})

test('names every setting it lacks', async () => {
  const child = start({ STRIPE_WEBHOOK_URL: 'nowhere' })
  const said: string[] = []
  child.stderr?.on('data', (data) => said.push(`${data}`))
  expect(await once(child, 'close')).toEqual([1, null])
  for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_URL']) {
    expect(said.join('')).toContain(name)
  }
})
