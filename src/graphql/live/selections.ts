import type { Measure } from '../cost.ts'
import type { Listener } from './listeners.ts'
import type { Access, LiveSource, Payload, Topic } from './source.ts'
import type { LiveStream } from './stream.ts'

/** A live event; `bytes` is about what it takes in memory while it waits. */
export type LiveEvent = { topic: Topic; payload: Payload; bytes: number }

/** What an operation of a client asks for. */
export type Asked = {
  /** The document, printed. As text it takes a tenth of the memory that its tree takes. */
  text: string
  operationName: string | undefined
  variables: Record<string, unknown> | undefined
  /** What the operation costs. */
  measure: Measure
}

/** Streams that are told the same: one document, one set of variables, one viewer. */
export type Selection = {
  key: string
  asked: Asked
  topic: Topic
  place: string | null
  access: Access<never>
  listener: Listener
  /** Each with the key of the client that opened it. */
  streams: Map<LiveStream, string>
  /** Events that wait for their turn, in order. */
  queue: LiveEvent[]
  queuedBytes: number
  isRunning: boolean
}

const anywhere = '*'
const placeKey = (topic: string, place: string) => `${topic} ${place}`

/** All selections of this process, found by the events that concern them. */
export const createSelections = () => {
  const byKey = new Map<string, Selection>()
  const byPlace = new Map<string, Set<Selection>>()

  const create = (key: string, asked: Asked, source: LiveSource, listener: Listener) => {
    const { topic, place, access } = source
    const selection: Selection = {
      key,
      asked,
      topic,
      place,
      access: access as Access<never>,
      listener,
      streams: new Map(),
      queue: [],
      queuedBytes: 0,
      isRunning: false,
    }
    byKey.set(key, selection)
    const at = placeKey(topic, place ?? anywhere)
    byPlace.set(at, (byPlace.get(at) ?? new Set()).add(selection))
    return selection
  }

  return {
    get size() {
      return byKey.size
    },
    /** The selection that a new stream joins. */
    findOrCreate: (asked: Asked, source: LiveSource, listener: Listener): Selection => {
      const { text, operationName, variables } = asked
      const parts = [listener.key, source.topic, source.place, text, operationName, variables]
      const key = JSON.stringify(parts)
      return byKey.get(key) ?? create(key, asked, source, listener)
    },
    /** Forgets a selection whose last stream has closed. */
    remove: (selection: Selection) => {
      byKey.delete(selection.key)
      const at = placeKey(selection.topic, selection.place ?? anywhere)
      const there = byPlace.get(at)
      there?.delete(selection)
      if (there?.size === 0) byPlace.delete(at)
    },
    /** Those that an event may concern: they listen to one of the ids that it names, or to all. */
    concernedBy: (topic: Topic, payload: Payload): Selection[] => {
      const places = new Set([...Object.values(payload), anywhere])
      return [...places].flatMap((place) => [...(byPlace.get(placeKey(topic, place)) ?? [])])
    },
  }
}

export type Selections = ReturnType<typeof createSelections>
