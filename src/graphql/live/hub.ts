import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { App } from '#app.ts'
import { findLivingViewers } from '#authentication.ts'
import { createContext } from '#context.ts'
import { Limit } from '#lib/limit.ts'
import { system, type Viewer } from '#lib/viewer.ts'
import { createDecisions } from './decisions.ts'
import { createListeners } from './listeners.ts'
import { type Asked, createSelections, type LiveEvent, type Selection } from './selections.ts'
import type { LiveSource, Payload, Topic } from './source.ts'
import { encodeEvent, eventsLost, LiveStream, type Refusal, tooSlow } from './stream.ts'

/** Loads a selection for one event; errors are masked and have codes. */
export type LoadSelection = (
  selection: Selection,
  event: LiveEvent,
  client: string,
) => Promise<object>

/** Milliseconds between two signs of life on a stream. */
const pingMs = 12_000

/** Streams written to before other work of the process gets its turn. */
const sliceSize = 100

/** The part of LIVE_CONCURRENCY that one client may have. */
const partOf = (concurrency: number) => Math.max(1, Math.floor(concurrency / 2))

type NewStream = {
  viewer: Viewer
  /** Whose turn the work for the stream takes. */
  client: string
  asked: Asked
  source: LiveSource
  onClose: () => void
}

/** All topics that subscriptions may listen to. */
const topics: Exclude<Topic, 'user.access_ended'>[] = [
  'organization.updated',
  'issue.updated',
  'pull_request.updated',
  'sync.progress',
]

/** Writes an event to many streams, in slices. */
const fanOut = async (streams: Iterable<LiveStream>, write: (stream: LiveStream) => void) => {
  let written = 0
  for (const stream of streams) {
    write(stream)
    written += 1
    if (written % sliceSize === 0) await nextTurn()
  }
  return written
}

/**
 * Serves the subscriptions of this process. For each event it decides once for each viewer who is
 * told, loads once for each selection, and writes the same bytes to all streams of the selection.
 */
export const createLiveHub = (app: App, load: LoadSelection) => {
  const { log, metrics, env } = app
  const ctx = createContext(app, { viewer: system, requestId: 'live' })
  const selections = createSelections()
  const listeners = createListeners((ids) => findLivingViewers(ctx, ids))
  const turns = new Limit({
    concurrency: env.LIVE_CONCURRENCY,
    perClient: partOf(env.LIVE_CONCURRENCY),
    // Each selection has one event under way; the others are bounded by their bytes.
    refuse: () => new Error('unreachable'),
  })
  metrics.watchLimit('live', turns)
  const streams = new Set<LiveStream>()

  const endAll = (selection: Selection, refusal: Refusal) => {
    for (const stream of selection.streams.keys()) stream.end(refusal)
  }

  /** The client with the least work, of the first whom the selection serves. */
  const ownerOf = (selection: Selection) => {
    const owners = new Set<string>()
    for (const client of selection.streams.values()) {
      owners.add(client)
      if (owners.size === 16) break
    }
    return [...owners].toSorted((a, b) => turns.workOf(a) - turns.workOf(b))[0] ?? ''
  }
  const deliver = async (selection: Selection, event: LiveEvent, client: string) => {
    try {
      if (selection.streams.size === 0) return
      metrics.liveExecutions.inc()
      const bytes = encodeEvent(await load(selection, event, client))
      const written = await fanOut(selection.streams.keys(), (stream) => stream.send(bytes))
      metrics.liveDeliveries.inc(written)
    } catch (error) {
      log.error({ err: error }, 'live event')
      endAll(selection, eventsLost)
    }
  }
  /** One event of a selection after the other; between two of them other selections have turns. */
  const runNext = (selection: Selection) => {
    const event = selection.queue.shift()
    selection.isRunning = event !== undefined
    if (!event) return
    selection.queuedBytes -= event.bytes
    const client = ownerOf(selection)
    void turns
      .run(() => deliver(selection, event, client), { client })
      .then(() => runNext(selection))
  }
  const enqueue = (selection: Selection, event: LiveEvent) => {
    selection.queuedBytes += event.bytes
    selection.queue.push(event)
    if (selection.queuedBytes > env.LIVE_BUFFER_BYTES) endAll(selection, tooSlow)
    if (!selection.isRunning) runNext(selection)
  }

  const decisions = createDecisions({
    ctx,
    refresh: listeners.refresh,
    concernedBy: selections.concernedBy,
    tell: enqueue,
    refuse: endAll,
  })
  const stopListening = topics.map((topic) =>
    app.pubsub.listen(topic, (payload: Payload) => decisions.add(topic, payload)),
  )
  stopListening.push(
    app.pubsub.listen('user.access_ended', ({ userId }) => {
      listeners.refresh(listeners.ofUser(userId)).catch((error) => {
        log.error({ err: error }, 'live: sessions and tokens could not be looked up')
        for (const { streams: theirs } of listeners.ofUser(userId)) {
          for (const stream of theirs) stream.end(eventsLost)
        }
      })
    }),
  )
  const pinging = setInterval(() => void fanOut(streams, (stream) => stream.ping()), pingMs)
  pinging.unref()

  const count = () => {
    metrics.liveStreams.set(streams.size)
    metrics.liveSelections.set(selections.size)
  }
  const leave = (stream: LiveStream, selection: Selection) => {
    const { listener } = selection
    streams.delete(stream)
    selection.streams.delete(stream)
    listener.streams.delete(stream)
    if (selection.streams.size === 0) {
      selection.queue = []
      selection.queuedBytes = 0
      selections.remove(selection)
    }
    if (listener.streams.size === 0) listeners.remove(listener)
    count()
  }

  return {
    /**
     * Opens a stream on a response. Looks the session or token up once more: its end may have been
     * announced before the stream was known here.
     */
    open: async (
      response: ServerResponse,
      { viewer, client, asked, source, onClose }: NewStream,
    ) => {
      const selection = selections.findOrCreate(asked, source, listeners.findOrCreate(viewer))
      const stream = new LiveStream(response, {
        limitBytes: env.LIVE_BUFFER_BYTES,
        onClose: (reason) => {
          metrics.liveClosed.inc({ reason })
          leave(stream, selection)
          onClose()
        },
      })
      streams.add(stream)
      selection.streams.set(stream, client)
      selection.listener.streams.add(stream)
      count()
      await listeners.refresh([selection.listener]).catch(() => stream.end(eventsLost))
      return stream
    },
    /** Completes every stream: the process stops. */
    stop: () => {
      for (const stop of stopListening) stop()
      clearInterval(pinging)
      for (const stream of streams) stream.end()
    },
  }
}

export type LiveHub = ReturnType<typeof createLiveHub>
