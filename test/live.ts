import type { PubSub } from '#lib/pubsub.ts'

/** Keeps what is published on a topic from now on; `next` waits for what was not taken yet. */
export const hear = <Topics extends object, Topic extends keyof Topics & string>(
  pubsub: PubSub<Topics>,
  topic: Topic,
) => {
  const heard: Topics[Topic][] = []
  const waiting: ((payload: Topics[Topic]) => void)[] = []
  const stop = pubsub.listen(topic, (payload) => {
    const next = waiting.shift()
    if (next) next(payload)
    else heard.push(payload)
  })
  const next = () =>
    new Promise<Topics[Topic]>((resolve) => {
      const known = heard.shift()
      if (known) resolve(known)
      else waiting.push(resolve)
    })
  return { next, stop }
}
