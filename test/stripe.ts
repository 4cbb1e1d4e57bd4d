import { setTimeout as sleep } from 'node:timers/promises'
import { connectSecret, startWithSdk, webhookSecret } from '../sandbox/stripe/testing.ts'
import { startTestApp } from './app.ts'

/**
 * The application with its worker beside a sandbox of Stripe, which sends it webhooks. `settled`
 * waits until no webhook is on its way and no job is due.
 */
export const startWithStripe = async (settings: Record<string, string> = {}) => {
  const stripe = await startWithSdk()
  const app = await startTestApp({
    settings: {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
      STRIPE_API_URL: stripe.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_CONNECT_WEBHOOK_SECRET: connectSecret,
      ...settings,
    },
  })
  const { control, webhooks } = stripe
  control.sendWebhooksTo({ url: `${app.address}/webhooks/stripe`, secret: webhookSecret })
  control.sendWebhooksTo({
    url: `${app.address}/webhooks/stripe/connect`,
    secret: connectSecret,
    of: 'connect',
  })

  const dueJobs = async () => {
    const [row] = await app.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pgboss.job
      WHERE state = 'active' OR (state IN ('created', 'retry') AND start_after <= now())`
    return row?.count ?? 0
  }

  const settled = async () => {
    const deadline = Date.now() + 40_000
    while (Date.now() < deadline) {
      await webhooks.settled()
      if ((await dueJobs()) === 0) return
      await sleep(20)
    }
    throw new Error('Some jobs are not done yet')
  }

  return {
    app,
    stripe,
    settled,
    stop: async () => {
      await app.stop()
      await stripe.stop()
    },
  }
}

export type TestStripeApp = Awaited<ReturnType<typeof startWithStripe>>
