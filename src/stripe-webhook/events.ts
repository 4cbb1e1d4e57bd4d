import type { EventHandler, EventHandlers } from './event.ts'

/** Every event of the platform's own account that we act on, by its type. */
export const platformEvents: EventHandlers = {}

/** Every event of connected accounts that we act on, by its type. */
export const connectEvents: EventHandlers = {}

/** The handler of an event, if there is one. */
export const handlerOf = (type: string, account: string | null): EventHandler | undefined => {
  const handlers: Partial<Record<string, EventHandler>> =
    account === null ? platformEvents : connectEvents
  return Object.hasOwn(handlers, type) ? handlers[type] : undefined
}
