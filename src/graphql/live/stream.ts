import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ErrorCode } from '#lib/errors.ts'

/** Why the server ends a stream: what the client reads as its last event. */
export type Refusal = { code: ErrorCode; message: string }

export const tooSlow: Refusal = {
  code: 'SUBSCRIPTION_TOO_SLOW',
  message: 'Events could not be delivered fast enough. Subscribe again, then query the state',
}
export const accessEnded: Refusal = {
  code: 'UNAUTHENTICATED',
  message: 'The session or token of this subscription has ended',
}
export const eventsLost: Refusal = {
  code: 'UNAVAILABLE',
  message: 'Events were lost. Subscribe again, then query the state',
}

/** An execution result as GraphQL over server-sent events writes it. */
export const encodeEvent = (result: object): Buffer =>
  Buffer.from(`event: next\ndata: ${JSON.stringify(result)}\n\n`)

const ping = Buffer.from(':\n\n')
const completion = Buffer.from('event: complete\ndata:\n\n')

/** Milliseconds that a client has to take what was written before its stream ended. */
const lingerMs = 10_000

type Options = {
  /** Bytes that may wait for the client; one event more may be written. */
  limitBytes: number
  onClose: (reason: string) => void
}

/** The server-sent events of one client. */
export class LiveStream {
  /** The body of the HTTP response. */
  readonly body = new Readable({ read: () => undefined })
  readonly #response: ServerResponse
  readonly #options: Options
  #ended = false
  #stalledPings = 0

  constructor(response: ServerResponse, options: Options) {
    this.#response = response
    this.#options = options
    this.body.push(ping)
    // Not an answer that the client will read: it has left.
    this.body.on('error', () => undefined)
    response.once('close', () => {
      this.body.destroy()
      this.#finish('left')
    })
  }

  get isOpen() {
    return !this.#ended
  }

  get #waitingBytes() {
    return this.body.readableLength + this.#response.writableLength
  }

  /** Writes an event. Ends the stream when more waits for the client already than the limit allows. */
  send(event: Buffer) {
    if (this.#ended) return
    if (this.#waitingBytes > this.#options.limitBytes) this.end(tooSlow)
    else this.body.push(event)
  }

  /** Keeps the connection open; ends it when the client took nothing for a minute. */
  ping() {
    if (this.#ended) return
    this.#stalledPings = this.#response.writableNeedDrain ? this.#stalledPings + 1 : 0
    if (this.#stalledPings > 5) this.end(tooSlow)
    else if (this.#stalledPings === 0) this.body.push(ping)
  }

  /** Completes the stream, with an error as its last event if there is a reason. */
  end(refusal?: Refusal) {
    if (this.#ended) return
    if (refusal) {
      const { message, code } = refusal
      this.body.push(encodeEvent({ errors: [{ message, extensions: { code } }] }))
    }
    this.body.push(completion)
    this.body.push(null)
    this.#finish(refusal?.code.toLowerCase() ?? 'stopped')
    const force = setTimeout(() => this.#response.destroy(), lingerMs)
    this.#response.once('close', () => clearTimeout(force))
  }

  #finish(reason: string) {
    if (this.#ended) return
    this.#ended = true
    this.#options.onClose(reason)
  }
}
