import { z } from 'zod'
import { setEndpoint } from '../actions/endpoints.ts'
import type { Sandbox } from '../state.ts'
import { command, withoutInput } from './command.ts'

const eventWith = ({ state }: Sandbox, id: string) => {
  for (const [account, { events }] of state.books) {
    const event = events.get(id)
    if (event) return { account, event }
  }
  throw new Error(`The sandbox knows no event ${id}`)
}

export const webhookCommands = {
  /** Where events go from now on: the platform's own, or those of connected accounts. */
  sendWebhooksTo: command(
    z.strictObject({
      url: z.url(),
      secret: z.string().min(1),
      of: z.enum(['platform', 'connect']).default('platform'),
    }),
    (sandbox, { of, ...receiver }) => setEndpoint(sandbox, of, receiver),
  ),
  /** Holds webhooks back, sends them in any order, or more than once. */
  changeWebhooks: command(
    z
      .strictObject({
        isPaused: z.boolean(),
        isShuffled: z.boolean(),
        copies: z.number().int().min(0).max(10),
      })
      .partial(),
    ({ webhooks }, given) => webhooks.change(given),
  ),
  /** Answers when nothing is on its way. */
  settleWebhooks: command(withoutInput, ({ webhooks }) => webhooks.settled()),
  /** Sends at once what failed and would be tried later. */
  retryWebhooks: command(withoutInput, ({ webhooks }) => webhooks.retry()),
  /** Sends an event once more, by its id. */
  resendEvent: command(z.strictObject({ id: z.string() }), (sandbox, { id }) => {
    const { account, event } = eventWith(sandbox, id)
    sandbox.webhooks.resend(account, event)
  }),
  /** Attempts to tell of events, newest first, and what came back. */
  listDeliveries: command(withoutInput, ({ webhooks }) => [...webhooks.deliveries]),
}
