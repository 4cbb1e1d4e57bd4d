import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { type StripeSandbox, type StripeSandboxOptions, startStripeSandbox } from './server.ts'

export const webhookSecret = 'whsec_of_the_platform'
export const connectSecret = 'whsec_of_connected_accounts'

/** The official SDK, pointed at a sandbox. It does not try again unless told to. */
export const sdkOf = (
  { port, secretKey }: Pick<StripeSandbox, 'port' | 'secretKey'>,
  more: Stripe.StripeConfig = {},
) =>
  new Stripe(secretKey, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...more,
  })

/** A sandbox, and the SDK that speaks to it. */
export const startWithSdk = async (options: StripeSandboxOptions = {}) => {
  const sandbox = await startStripeSandbox(options)
  return { ...sandbox, stripe: sdkOf(sandbox) }
}

export type TestStripe = Awaited<ReturnType<typeof startWithSdk>>

/** What the SDK throws. */
export const errorOf = async (work: Promise<unknown>) => {
  try {
    await work
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('It was not refused')
}

/** A receiver of webhooks: what it was sent, oldest first. It answers 200 unless told otherwise. */
export const startReceiver = async (secret = webhookSecret) => {
  const events: Stripe.Event[] = []
  const answer = { status: 200 }
  const verifier = new Stripe('sk_test_unused').webhooks
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const signature = request.headers['stripe-signature'] ?? ''
    events.push(verifier.constructEvent(Buffer.concat(chunks), signature, secret))
    response.writeHead(answer.status).end('noted')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    events,
    answer,
    /** Kinds in order, `charge.succeeded`. */
    types: () => events.map(({ type }) => type),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
