import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buildSchema, graphql } from 'graphql'
import { z } from 'zod'
import { type Incoming, type Reply, readIncoming, TooLargeError, writeReply } from '../lib/http.ts'
import { close, listenAgain } from '../lib/listen.ts'
import { type Collective, collectives } from './collectives.ts'
import { createOpenCollectiveControl, openCollectiveCommand } from './control.ts'
import { openCollectiveOverview } from './overview.ts'

const apiPath = '/graphql/v2'
const controlPath = '/_sandbox/'

/** The part of Open Collective's schema that is used ("GraphQL API v2", `collective`). */
const schema = buildSchema(`
  type Query { collective(slug: String, throwIfMissing: Boolean! = true): Collective }
  type Collective {
    slug: String!
    name: String
    isActive: Boolean!
    isApproved: Boolean!
    isArchived: Boolean!
    isFrozen: Boolean!
    host: Host
  }
  type Host { slug: String!, name: String }
`)

export type State = {
  collectives: Map<string, Collective>
  /** The status of all answers, 0 for none; null while all is well. */
  failure: number | null
  /** The personal tokens that were sent, oldest first; null for none. */
  tokens: (string | null)[]
}

const asked = z.strictObject({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

type Wanted = { slug?: string; throwIfMissing: boolean }

const resolvers = (state: State) => ({
  collective: ({ slug = '', throwIfMissing }: Wanted) => {
    const found = state.collectives.get(slug.toLowerCase())
    if (!found && throwIfMissing) throw new Error(`No collective found with slug ${slug}`)
    return found ?? null
  },
})

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const answerApi = async (state: State, { body, headers }: Incoming): Promise<Reply | undefined> => {
  state.tokens.push(headers['personal-token']?.toString() ?? null)
  if (state.failure === 0) return undefined
  if (state.failure) return { status: state.failure, body: { errors: [{ message: 'Failed' }] } }
  const { data } = asked.safeParse(parse(body))
  if (!data) return { status: 400, body: { errors: [{ message: 'This is no request' }] } }
  const answer = await graphql({
    schema,
    source: data.query,
    rootValue: resolvers(state),
    variableValues: data.variables,
    operationName: data.operationName,
  })
  // What does not fit the schema is not carried out.
  return { status: 'data' in answer ? 200 : 400, body: answer }
}

const control = (state: State, { url, body }: Incoming): Reply => {
  const run = openCollectiveCommand(url.pathname.slice(controlPath.length))
  if (!run) return { status: 404, body: { error: 'There is no such command' } }
  try {
    run(state, body === '' ? undefined : parse(body))
    return { status: 200, body: {} }
  } catch (error) {
    return { status: 422, body: { error: error instanceof Error ? error.message : `${error}` } }
  }
}

const answer = async (state: State, incoming: Incoming): Promise<Reply | undefined> => {
  if (incoming.method === 'POST' && incoming.path === apiPath) return answerApi(state, incoming)
  if (incoming.method === 'POST' && incoming.path.startsWith(controlPath)) {
    return control(state, incoming)
  }
  if (incoming.method === 'GET' && ['/', apiPath].includes(incoming.path)) {
    return openCollectiveOverview(state, incoming.url.origin)
  }
  return { status: 404, body: { error: 'There is nothing here' } }
}

const handle = async (
  state: State,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  try {
    const reply = await answer(state, await readIncoming(request, url))
    if (reply) writeReply(response, reply)
    else request.socket.destroy()
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error
    writeReply(response, { status: 413 })
  }
}

export type OpenCollectiveOptions = {
  /** A free one unless given. */
  port?: number
  host?: string
}

/** Starts the sandbox; it keeps nothing from one run to the next. */
export const startOpenCollectiveSandbox = async (options: OpenCollectiveOptions = {}) => {
  const host = options.host ?? '127.0.0.1'
  const server = createServer()
  const port = await listenAgain(server, options.port ?? 0, 0, host)
  const url = `http://${host}:${port}`
  const state: State = {
    collectives: new Map(collectives().map((one) => [one.slug, one])),
    failure: null,
    tokens: [],
  }
  server.on('request', (request, response) => void handle(state, url, request, response))
  return {
    /** Where its GraphQL is: what `OPEN_COLLECTIVE_API_URL` is set to. */
    url: `${url}${apiPath}`,
    port,
    state,
    control: createOpenCollectiveControl(state),
    stop: () => close(server),
  }
}

export type OpenCollectiveSandbox = Awaited<ReturnType<typeof startOpenCollectiveSandbox>>
