import { join } from 'node:path'
import type { Env } from '#env.ts'
import { startSandbox } from '../lib/child.ts'

/** Seconds, so that who tries it out sees a reward being paid. */
const disputeWindow = '60'

/** Starts Stripe's sandbox and has this process's settings lead there. */
export const startStripe = async (env: Env, publicUrl: string): Promise<void> => {
  const settings = {
    STRIPE_SECRET_KEY: 'sk_test_sandbox',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_sandbox',
    STRIPE_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET,
    STRIPE_CONNECT_WEBHOOK_SECRET: env.STRIPE_CONNECT_WEBHOOK_SECRET,
  }
  const { ready } = await startSandbox('Stripe', new URL('../stripe/main.ts', import.meta.url), {
    ...settings,
    STRIPE_WEBHOOK_URL: `${publicUrl}/webhooks/stripe`,
    STRIPE_CONNECT_WEBHOOK_URL: `${publicUrl}/webhooks/stripe/connect`,
    STRIPE_SANDBOX_FILE: join(env.DATA_DIR, 'stripe-sandbox.json'),
  })
  Object.assign(process.env, settings, { STRIPE_API_URL: ready })
  process.env.DISPUTE_WINDOW_SECONDS ||= disputeWindow
}
