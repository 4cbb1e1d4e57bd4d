import type { z } from 'zod'
import type { Tx } from '#context.ts'

/** An event did not concern us, and why. */
export type Ignored = { ignored: string }

/** What we do with one kind of webhook event. */
export type EventHandler = {
  /** The App's permission that GitHub sends the event for; null for those every App receives. */
  permission: string | null
  /** Throws a ZodError for a payload of another shape. */
  handle(tx: Tx, payload: unknown): Promise<Ignored | undefined>
}

/** Declares what we do with a kind of event: the payload is parsed, then handled. */
export const onEvent = <Payload extends z.ZodType>(
  permission: string | null,
  payload: Payload,
  handle: (tx: Tx, payload: z.output<Payload>) => Promise<Ignored | undefined>,
): EventHandler => ({
  permission,
  handle: (tx, data) => handle(tx, payload.parse(data)),
})
