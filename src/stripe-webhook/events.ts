import type { Ctx } from '#context.ts'
import type { Outcome, PlatformHandlers } from './event.ts'
import { connectEvents } from './events/connect.ts'
import { invoiceEvents } from './events/invoice.ts'
import { paymentEvents } from './events/payment.ts'

/** Every event of the platform's own account that we act on, by its type. */
export const platformEvents: PlatformHandlers = { ...paymentEvents, ...invoiceEvents }

export { connectEvents }

const ownOf = <Handlers extends object>(handlers: Handlers, type: string) =>
  Object.hasOwn(handlers, type) ? handlers[type as keyof Handlers] : undefined

/** What is done with the object of an event, if anything. */
export const handlerOf = (
  type: string,
  account: string | null,
): ((ctx: Ctx, object: unknown) => Promise<Outcome>) | undefined => {
  if (account === null) return ownOf(platformEvents, type)
  const handle = ownOf(connectEvents, type)
  return handle && ((ctx, object) => handle(ctx, object, account))
}
