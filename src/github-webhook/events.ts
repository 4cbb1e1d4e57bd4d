import type { EventHandler } from './event.ts'
import { installationEvents } from './events/installation.ts'
import { issuesEvents } from './events/issues.ts'
import { organizationEvents } from './events/organization.ts'
import { pullRequestEvents } from './events/pull-request.ts'
import { repositoryEvents } from './events/repository.ts'

/** Every webhook event that we act on, by `event` or `event.action`. */
export const eventHandlers: Record<string, EventHandler> = {
  ...installationEvents,
  ...organizationEvents,
  ...repositoryEvents,
  ...issuesEvents,
  ...pullRequestEvents,
}

/** The handler of an event, if there is one. */
export const handlerOf = (event: string, action: string | null): EventHandler | undefined => {
  const name = action === null || event === 'public' ? event : `${event}.${action}`
  return Object.hasOwn(eventHandlers, name) ? eventHandlers[name] : undefined
}
