import { z } from 'zod'
import { command, withoutInput } from './command.ts'

export const webhookCommands = {
  /** Where webhooks go from now on. */
  sendWebhooksTo: command(
    z.strictObject({ url: z.url(), secret: z.string().min(1) }),
    ({ webhooks }, { url, secret }) => webhooks.sendTo(url, secret),
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
  /** What was sent, newest first, and what came back. */
  listDeliveries: command(withoutInput, ({ webhooks }) =>
    webhooks.deliveries.map(({ payload, headers: _, ...delivery }) => ({
      ...delivery,
      payload: JSON.parse(payload) as Record<string, unknown>,
    })),
  ),
}
