import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  parse,
  print,
} from 'graphql'
import type { Plugin, YogaServerInstance } from 'graphql-yoga'
import type { App } from '#app.ts'
import { type Ctx, createContext } from '#context.ts'
import { networkOf } from '#lib/client-network.ts'
import type { ErrorCode } from '#lib/errors.ts'
import type { RequestFacts } from '#lib/http.ts'
import { withRequestId } from '#lib/logger.ts'
import type { Measure } from '../cost.ts'
import { createLiveHub, type LoadSelection } from './hub.ts'
import { createSeats, NoSeat } from './seats.ts'
import type { Asked } from './selections.ts'
import { LiveSource } from './source.ts'
import type { LiveStream } from './stream.ts'

/** Characters of a subscription's document and variables together. */
const maximumCharacters = 10_000

type ServerContext = RequestFacts & { res?: ServerResponse }
type StreamContext = Ctx & ServerContext & { request: Request; measure: Measure }

/** What Yoga carries from the subscription to the response; it is none of GraphQL's results. */
class OpenedStream {
  readonly stream: LiveStream

  constructor(stream: LiveStream) {
    this.stream = stream
  }
}

const refusal = (code: ErrorCode, status: number, message: string): ExecutionResult => ({
  errors: [new GraphQLError(message, { extensions: { code, http: { status } } })],
})

const acceptsEvents = (request: Request) =>
  /text\/event-stream|text\/\*|\*\/\*/.test(request.headers.get('accept') ?? '*/*')

const askedBy = ({
  document,
  operationName,
  variableValues,
  contextValue,
}: ExecutionArgs): Asked => ({
  text: print(document),
  operationName: operationName ?? undefined,
  variables: variableValues ? { ...variableValues } : undefined,
  measure: (contextValue as StreamContext).measure,
})

/** Without what is only for Yoga. */
const answerOf = ({ data, errors, extensions }: ExecutionResult) => ({
  ...(errors && {
    errors: errors.map((error) => {
      const { http: _http, unexpected: _unexpected, ...shown } = error.extensions ?? {}
      return { ...error.toJSON(), extensions: shown }
    }),
  }),
  data,
  ...(extensions && { extensions }),
})

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  'content-encoding': 'none',
  connection: 'keep-alive',
  // nginx would hold events back.
  'x-accel-buffering': 'no',
}

/**
 * Serves subscriptions by the hub instead of an iterator for each of them. Their events are
 * executed by Yoga's own `execute`, with its masking, limits and counts.
 */
export const createLive = (app: App) => {
  const seats = createSeats(app.env)
  let yoga: YogaServerInstance<ServerContext, Ctx> | undefined

  const load: LoadSelection = async ({ asked, listener }, { payload }, client) => {
    if (!yoga) throw new Error('The GraphQL server is not there yet')
    const { viewer } = listener
    const requestId = randomUUID()
    const contextValue = {
      ...createContext(app, {
        viewer,
        requestId,
        ...(viewer.kind === 'anonymous' && { clientIp: client }),
      }),
      measure: asked.measure,
    }
    const enveloped = yoga.getEnveloped(contextValue as never)
    return withRequestId(requestId, async () =>
      answerOf(
        (await enveloped.execute({
          schema: enveloped.schema,
          document: parse(asked.text, { noLocation: true }),
          operationName: asked.operationName,
          variableValues: asked.variables,
          rootValue: payload,
          contextValue,
        })) as ExecutionResult,
      ),
    )
  }
  const hub = createLiveHub(app, load)

  const open = async (args: ExecutionArgs): Promise<ExecutionResult | OpenedStream> => {
    const { viewer, clientIp, request, res } = args.contextValue as StreamContext
    if (!res || !acceptsEvents(request)) {
      return refusal('BAD_REQUEST', 406, 'Subscriptions need `accept: text/event-stream`')
    }
    const asked = askedBy(args)
    if (asked.text.length + JSON.stringify(asked.variables ?? {}).length > maximumCharacters) {
      const message = `A subscription and its variables take at most ${maximumCharacters} characters`
      return refusal('OPERATION_TOO_COMPLEX', 400, message)
    }
    const leaveSeat = seats.take(viewer, networkOf(clientIp))
    let isOpen = false
    try {
      const source: unknown = await createSourceEventStream(args)
      if (!(source instanceof LiveSource)) return source as ExecutionResult
      if (res.closed || res.destroyed) return refusal('BAD_REQUEST', 400, 'The client has left')
      isOpen = true
      const client = viewer.kind === 'user' ? viewer.userId : clientIp
      return new OpenedStream(
        await hub.open(res, { viewer, client, asked, source, onClose: leaveSeat }),
      )
    } finally {
      if (!isOpen) leaveSeat()
    }
  }
  const openOrRefuse = async (args: ExecutionArgs) => {
    try {
      return await open(args)
    } catch (error) {
      if (error instanceof NoSeat) return refusal(error.code, error.status, error.message)
      throw error
    }
  }

  const plugin: Plugin<Ctx, ServerContext> = {
    onYogaInit: (init) => {
      yoga = init.yoga as unknown as typeof yoga
    },
    onSubscribe: ({ setSubscribeFn }) => {
      setSubscribeFn(openOrRefuse as never)
    },
    onExecute: ({ args, setExecuteFn }) => {
      const operation = getOperationAST(args.document, args.operationName)
      if (operation?.operation === 'subscription') setExecuteFn(execute as never)
    },
    onResultProcess: ({ result, setResultProcessor }) => {
      if (!((result as unknown) instanceof OpenedStream)) return
      const { stream } = result as unknown as OpenedStream
      setResultProcessor(
        (_result, { Response }) =>
          new Response(stream.body as never, { headers: streamHeaders }) as never,
        'text/event-stream',
      )
    },
  }
  return { plugin, stop: hub.stop }
}
