import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Reply, readIncoming, TooLargeError, writeReply } from '../lib/http.ts'
import { close, listenAgain } from '../lib/listen.ts'
import { keepIn, readFile } from '../lib/store.ts'
import { setEndpoint } from './actions/endpoints.ts'
import { answer, controlPath } from './answer.ts'
import { type Control, createStripeControl } from './control.ts'
import { StripeFault } from './errors.ts'
import { createWebhooks, type Webhooks } from './events/webhooks.ts'
import { createState, type Sandbox, type State } from './state.ts'
import { emptyBooks } from './tables.ts'

/** Raised when a kept file no longer fits what the sandbox holds. */
const version = 1
const rememberedRequests = 1000

type Receiver = { url: string; secret: string }

export type StripeSandboxOptions = {
  secretKey?: string
  publishableKey?: string
  /** Where events of the platform's own account go. */
  webhook?: Receiver
  /** Where events of connected accounts go. */
  connectWebhook?: Receiver
  /** A free one unless given. */
  port?: number
  host?: string
  /** Where it is kept from one run to the next; in memory alone unless given. */
  file?: string
}

export type StripeSandbox = {
  /** `http://127.0.0.1:4000`. */
  url: string
  port: number
  secretKey: string
  publishableKey: string
  state: State
  control: Control
  webhooks: Webhooks
  stop: () => Promise<void>
}

const log = ({ state }: Sandbox, request: IncomingMessage, status: number) => {
  const { method = '', url = '', headers } = request
  if (url.startsWith(controlPath)) return
  const [path] = url.split('?', 1)
  const key = `${method} ${status} ${path}`
  state.counts.set(key, (state.counts.get(key) ?? 0) + 1)
  const idempotencyKey = headers['idempotency-key']?.toString() ?? null
  state.requests.push({ method, path: url, status, idempotencyKey })
  if (state.requests.length > rememberedRequests) state.requests.shift()
}

const replyTo = async (sandbox: Sandbox, request: IncomingMessage): Promise<Reply | undefined> => {
  try {
    return await answer(sandbox, await readIncoming(request, sandbox.config.url))
  } catch (error) {
    if (error instanceof TooLargeError) return new StripeFault(413, 'Request too large').toReply()
    throw error
  }
}

const handle = async (sandbox: Sandbox, request: IncomingMessage, response: ServerResponse) => {
  const reply = await replyTo(sandbox, request)
  log(sandbox, request, reply?.status ?? 0)
  if (!reply) {
    request.socket.destroy()
    return
  }
  response.setHeader('server', 'nginx')
  writeReply(response, reply)
}

const keptNames = [
  'books',
  'settings',
  'keys',
  'links',
  'connectEndpoints',
  'undelivered',
  'lastInvoice',
] as const

type Kept = Pick<State, (typeof keptNames)[number]> & { version: number; port: number }

/** What is worth keeping: all but what belongs to a moment. */
const keptOf = (state: State, port: number): Kept => ({
  version,
  port,
  books: state.books,
  settings: state.settings,
  // A request that was being worked on has ended with the process.
  keys: new Map([...state.keys].filter(([, { answer: done }]) => done)),
  links: state.links,
  connectEndpoints: state.connectEndpoints,
  undelivered: state.undelivered,
  lastInvoice: state.lastInvoice,
})

const stateOf = (kept: Kept | undefined): State => {
  const state = createState()
  if (!kept) return state
  for (const name of keptNames) Object.assign(state, { [name]: kept[name] })
  // Tables that came since are empty.
  for (const [account, books] of state.books)
    state.books.set(account, { ...emptyBooks(), ...books })
  return state
}

/**
 * Starts a small Stripe on this machine: its API as far as we use it, signed webhooks, and the pages
 * people pay and sign up on. It forgets everything when it stops, unless it has a file. Throws a
 * sentence when that file can't be used.
 */
export const startStripeSandbox = async (
  options: StripeSandboxOptions = {},
): Promise<StripeSandbox> => {
  const { host = '127.0.0.1', file, secretKey = 'sk_test_sandbox' } = options
  const { publishableKey = 'pk_test_sandbox' } = options
  const kept = file === undefined ? undefined : readFile<Kept>(file, version, 'a Stripe')
  const server = createServer()
  const port = await listenAgain(server, options.port ?? 0, kept?.port ?? 0, host)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const state = stateOf(kept)
  const store = file === undefined ? undefined : keepIn(file, () => keptOf(state, port))
  const webhooks = createWebhooks({ state, onChange: () => store?.touch() })
  const sandbox: Sandbox = { config: { url, secretKey, publishableKey }, state, webhooks }
  if (options.webhook) setEndpoint(sandbox, 'platform', options.webhook)
  if (options.connectWebhook) setEndpoint(sandbox, 'connect', options.connectWebhook)
  // Its address is worth keeping at once.
  store?.touch()
  server.on('request', (request, response) => {
    void handle(sandbox, request, response).finally(() => {
      if (request.method !== 'GET') store?.touch()
    })
  })
  return {
    url,
    port,
    secretKey,
    publishableKey,
    state,
    control: createStripeControl(sandbox),
    webhooks,
    stop: async () => {
      await webhooks.stop()
      await close(server)
      await store?.flush()
    },
  }
}
