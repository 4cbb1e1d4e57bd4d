// The sandbox as a process. Says { ready: url } to its parent, and ends with it.
import { z } from 'zod'
import { startStripeSandbox } from './server.ts'

const settings = z.object({
  STRIPE_SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  STRIPE_SECRET_KEY: z.string().startsWith('sk_test_'),
  STRIPE_PUBLISHABLE_KEY: z.string().startsWith('pk_test_').default('pk_test_sandbox'),
  STRIPE_WEBHOOK_URL: z.url().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  STRIPE_CONNECT_WEBHOOK_URL: z.url().optional(),
  STRIPE_CONNECT_WEBHOOK_SECRET: z.string().min(1).optional(),
  /** Where it is kept from one run to the next. */
  STRIPE_SANDBOX_FILE: z.string().min(1).optional(),
})

const read = () => {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value))
  const result = settings.safeParse(given)
  if (result.success) return result.data
  console.error(`The Stripe sandbox can't start:\n${z.prettifyError(result.error)}`)
  process.exit(1)
}

const env = read()

const receiverOf = (url: string | undefined, secret: string | undefined) =>
  url && secret ? { url, secret } : undefined

const start = () =>
  startStripeSandbox({
    port: env.STRIPE_SANDBOX_PORT,
    secretKey: env.STRIPE_SECRET_KEY,
    publishableKey: env.STRIPE_PUBLISHABLE_KEY,
    file: env.STRIPE_SANDBOX_FILE,
    webhook: receiverOf(env.STRIPE_WEBHOOK_URL, env.STRIPE_WEBHOOK_SECRET),
    connectWebhook: receiverOf(env.STRIPE_CONNECT_WEBHOOK_URL, env.STRIPE_CONNECT_WEBHOOK_SECRET),
  })

const sandbox = await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})

let stopping: Promise<void> | undefined

const stop = async () => {
  // Ctrl-C comes as a signal, and then as the end of the parent.
  stopping ??= sandbox.stop()
  await stopping
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'])
  process.once(signal, () => void stop())

// An error: the parent has ended meanwhile.
process.send?.({ ready: sandbox.url }, undefined, undefined, (error) => error && void stop())
if (!process.send) console.log(`Stripe sandbox: ${sandbox.url}`)
