import { EventEmitter } from 'eventemitter3'

type Handler<Ctx, Payload> = (ctx: Ctx, payload: Payload) => Promise<void> | void

export type SignalHandlers<Map extends object, Ctx> = {
  [Name in keyof Map]?: Handler<Ctx, Map[Name]>
}

/** Typed signals: what happened, told to every handler, one after the other. */
export class Signals<Map extends object, Ctx> {
  readonly #emitter = new EventEmitter<string>()

  /** Adds handlers. They run in the order in which they were connected. */
  connect(handlers: SignalHandlers<Map, Ctx>) {
    for (const [name, handle] of Object.entries(handlers)) {
      const handler = handle as Handler<Ctx, unknown>
      if (this.#emitter.listeners(name).includes(handler)) {
        throw new Error(`A handler of the signal ${name} is connected twice`)
      }
      this.#emitter.on(name, handler)
    }
  }

  /** Awaits every handler in order; the first that throws fails the caller. */
  async emit<Name extends keyof Map & string>(ctx: Ctx, name: Name, payload: Map[Name]) {
    for (const handle of this.#emitter.listeners(name) as Handler<Ctx, Map[Name]>[]) {
      await handle(ctx, payload)
    }
  }
}
