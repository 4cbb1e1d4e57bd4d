import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { TooLargeError } from '../lib/http.ts'
import { close, listenAgain } from '../lib/listen.ts'
import { answer, apiPath, controlPath } from './answer.ts'
import { type Control, createControl } from './control.ts'
import { demoWorld } from './demo.ts'
import { createWebhooks, type Webhooks } from './events/webhooks.ts'
import { GithubError, type Reply, readIncoming, writeReply } from './http.ts'
import { type Config, createState, type Sandbox } from './state.ts'
import { createStore, readStore } from './store.ts'
import type { World } from './world.ts'

const rememberedRequests = 1000

export type GithubSandboxOptions = Pick<Config, 'clientId' | 'clientSecret' | 'callbackUrls'> &
  Partial<Pick<Config, 'app' | 'webhook'>> & {
    /** A free one unless given. */
    port?: number
    host?: string
    /** Copied; the demo's people and organization unless given. */
    world?: World
    /** Where it is kept from one run to the next; in memory alone unless given. */
    file?: string
  }

export type GithubSandbox = {
  /** For OAuth pages: `http://127.0.0.1:4000`. */
  url: string
  /** For Octokit's `baseUrl`, from which it finds the OAuth pages as well. */
  apiUrl: string
  /** What the sandbox holds; changes to it count at once. */
  world: World
  control: Control
  /** The App's webhook; a receiver can be named after the start. */
  webhooks: Webhooks
  stop: () => Promise<void>
}

const requestId = () => randomBytes(16).toString('hex').toUpperCase()

const log = ({ state }: Sandbox, { method = '', url = '' }: IncomingMessage, status: number) => {
  if (url.startsWith(controlPath)) return
  const [path] = url.split('?', 1)
  const key = `${method} ${status} ${path}`
  state.counts.set(key, (state.counts.get(key) ?? 0) + 1)
  state.requests.push({ method, path: url, status })
  if (state.requests.length > rememberedRequests) state.requests.shift()
}

const replyTo = async (sandbox: Sandbox, request: IncomingMessage): Promise<Reply | undefined> => {
  try {
    return await answer(sandbox, await readIncoming(request, sandbox.config.url))
  } catch (error) {
    if (error instanceof GithubError) return error.toReply()
    if (error instanceof TooLargeError) return new GithubError(413, 'Payload too large').toReply()
    console.error('The GitHub sandbox failed', error)
    return new GithubError(500, 'Server Error').toReply()
  }
}

const handle = async (sandbox: Sandbox, request: IncomingMessage, response: ServerResponse) => {
  const reply = await replyTo(sandbox, request)
  log(sandbox, request, reply?.status ?? 0)
  if (!reply) {
    request.socket.destroy()
    return
  }
  response.setHeader('server', 'github.com')
  response.setHeader('x-github-request-id', requestId())
  writeReply(response, reply)
}

/**
 * Starts a small GitHub on this machine: sign-in pages, the REST API as far as we use it, signed
 * webhooks, and pages to play GitHub by hand. It forgets everything when it stops, unless it has a
 * file. Throws a sentence when that file can't be used.
 */
export const startGithubSandbox = async (options: GithubSandboxOptions): Promise<GithubSandbox> => {
  const { port: given = 0, host = '127.0.0.1', world = demoWorld, file, ...config } = options
  const kept = file === undefined ? undefined : readStore(file)
  const server = createServer()
  const port = await listenAgain(server, given, kept?.port ?? 0, host)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const apiUrl = url + apiPath
  const { version: _, port: __, ...before } = kept ?? { version: 0, port: 0 }
  const state = { ...createState(world), ...before }
  const webhooks = createWebhooks(config.app?.id ?? 1, config.webhook ?? null)
  const sandbox: Sandbox = { config: { ...config, url, apiUrl }, state, webhooks }
  const store = file === undefined ? undefined : createStore(file, state, port)
  // Its address is worth keeping at once.
  store?.touch()
  server.on('request', (request, response) => {
    void handle(sandbox, request, response).finally(() => {
      if (request.method !== 'GET') store?.touch()
    })
  })
  return {
    url,
    apiUrl,
    world: state.world,
    control: createControl(sandbox),
    webhooks,
    stop: async () => {
      await webhooks.stop()
      await close(server)
      await store?.flush()
    },
  }
}
