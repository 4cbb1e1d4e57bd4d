import type { Ctx } from '#context.ts'
import type { Listener } from './listeners.ts'
import type { LiveEvent, Selection } from './selections.ts'
import type { Access, CanHear, Payload, Topic } from './source.ts'
import { eventsLost, type Refusal, tooSlow } from './stream.ts'

/** Events decided together at most. */
const batchSize = 500

/** Bytes of events that may wait for a decision. */
const maximumBytes = 8_000_000

/** What an event takes in memory besides its text. */
const overheadBytes = 200

type Parts = {
  /** A context of the system. */
  ctx: Ctx
  /** Reads sessions, tokens and memberships again, and closes the streams of those that ended. */
  refresh(listeners: Iterable<Listener>): Promise<void>
  concernedBy(topic: Topic, payload: Payload): Selection[]
  tell(selection: Selection, event: LiveEvent): void
  /** Ends the streams of a selection that was not told of an event. */
  refuse(selection: Selection, refusal: Refusal): void
}

type Concerned = { event: LiveEvent; selections: Selection[] }

const readAccess = async (ctx: Ctx, batch: Concerned[]) => {
  const updates = new Map<Access<never>, Set<Payload>>()
  for (const { event, selections } of batch) {
    for (const { access } of selections) {
      updates.set(access, (updates.get(access) ?? new Set()).add(event.payload))
    }
  }
  const entries = [...updates].map(
    async ([access, payloads]) => [access, await access(ctx, [...payloads] as never[])] as const,
  )
  return new Map<Access<never>, CanHear<never>>(await Promise.all(entries))
}

/** Tells those selections whose viewer may hear of the event; asks once for each viewer. */
const tellAllowed = (
  { event, selections }: Concerned,
  access: Map<Access<never>, CanHear<never>>,
  tell: Parts['tell'],
) => {
  const decided = new Map<Access<never>, Map<Listener, boolean>>()
  for (const selection of selections) {
    const { listener } = selection
    const known = decided.get(selection.access) ?? new Map<Listener, boolean>()
    decided.set(selection.access, known)
    const canHear =
      known.get(listener) ??
      access.get(selection.access)?.(listener.viewer, event.payload as never) ??
      false
    known.set(listener, canHear)
    if (canHear) tell(selection, event)
  }
}

/**
 * Decides who is told of each event, in the order of the events. Those that come while a decision
 * is under way are decided together next: a constant number of statements for all of them.
 */
export const createDecisions = ({ ctx, refresh, concernedBy, tell, refuse }: Parts) => {
  const waiting: LiveEvent[] = []
  let waitingBytes = 0
  let isDeciding = false

  const decideBatch = async (events: LiveEvent[]) => {
    const batch = events.map((event) => ({
      event,
      selections: concernedBy(event.topic, event.payload),
    }))
    try {
      await refresh(new Set(batch.flatMap((one) => one.selections.map(({ listener }) => listener))))
      const access = await readAccess(ctx, batch)
      for (const concerned of batch) tellAllowed(concerned, access, tell)
    } catch (error) {
      ctx.log.error({ err: error }, 'live events could not be decided')
      for (const { selections } of batch) {
        for (const selection of selections) refuse(selection, eventsLost)
      }
    }
  }
  const decide = async () => {
    if (isDeciding) return
    isDeciding = true
    while (waiting.length > 0) {
      const events = waiting.splice(0, batchSize)
      for (const { bytes } of events) waitingBytes -= bytes
      await decideBatch(events)
    }
    isDeciding = false
  }

  return {
    /** Takes an event in. With too many waiting, those whom it concerns are told that they lost it. */
    add: (topic: Topic, payload: Payload) => {
      const selections = concernedBy(topic, payload)
      if (selections.length === 0) return
      const bytes = JSON.stringify(payload).length + overheadBytes
      if (waitingBytes + bytes > maximumBytes) {
        for (const selection of selections) refuse(selection, tooSlow)
        return
      }
      waitingBytes += bytes
      waiting.push({ topic, payload, bytes })
      void decide()
    },
  }
}
