import { connectSecret, startWithSdk, webhookSecret } from '../../sandbox/stripe/testing.ts'
import { startTestApp } from '../app.ts'
import { staffLogin } from './cast.ts'

/** The application beside a Stripe that tells it nothing by itself. */
export const startQuietly = async ({ worker = true, settings = {} } = {}) => {
  const bank = await startWithSdk()
  const app = await startTestApp({
    worker,
    settings: {
      STRIPE_SECRET_KEY: bank.secretKey,
      STRIPE_PUBLISHABLE_KEY: bank.publishableKey,
      STRIPE_API_URL: bank.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_CONNECT_WEBHOOK_SECRET: connectSecret,
      DISPUTE_WINDOW_SECONDS: '0',
      STAFF: staffLogin,
      ...settings,
    },
  })
  return {
    app,
    bank,
    stage: { door: app, bank },
    stop: async () => {
      await app.stop()
      await bank.stop()
    },
  }
}

export type QuietPlace = Awaited<ReturnType<typeof startQuietly>>
