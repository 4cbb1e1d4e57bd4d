import type { Ctx } from '#context.ts'
import type { Viewer } from '#lib/viewer.ts'
import type { TopicMap } from '#signals.ts'

export type Topic = keyof TopicMap
export type Payload = TopicMap[Topic]

/** Whether a viewer may be told of an event. The viewer's memberships are those of now. */
export type CanHear<Update> = (viewer: Viewer, update: Update) => boolean

/**
 * Reads what the decision about some events needs, once for all their listeners, with a context
 * of the system. A module's constant: the hub asks once for all subscriptions that share it.
 */
export type Access<Update> = (ctx: Ctx, updates: readonly Update[]) => Promise<CanHear<Update>>

/** What a subscription field listens to: the events of a topic that name `place`, a row's id. */
export class LiveSource<T extends Topic = Topic> implements AsyncIterable<TopicMap[T]> {
  readonly topic: T
  /** Null: all events of the topic. */
  readonly place: string | null
  readonly access: Access<TopicMap[T]>

  constructor(topic: T, place: string | null, access: Access<TopicMap[T]>) {
    this.topic = topic
    this.place = place
    this.access = access
  }

  /** GraphQL expects an async iterable of a subscription's resolver; the hub reads the fields. */
  [Symbol.asyncIterator](): AsyncIterator<TopicMap[T]> {
    throw new Error('A live source is served by the hub alone')
  }
}
