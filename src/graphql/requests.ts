import { GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { App } from '#app.ts'
import { readBody } from '#lib/body.ts'
import { type ErrorCode, ExpectedError } from '#lib/errors.ts'
import type { RequestFacts } from '#lib/http.ts'
import { measureJson } from '#lib/json.ts'

/** The request is not well-formed, whatever media type its client knows. */
const badRequest = (message: string, status = 400) =>
  new GraphQLError(message, {
    extensions: { code: 'BAD_REQUEST' satisfies ErrorCode, http: { status, spec: false } },
  })

const streams = ['*/*', 'text/*', 'text/event-stream']
const answers = [
  ...streams,
  'application/*',
  'application/json',
  'application/graphql-response+json',
  'multipart/*',
  'multipart/mixed',
]

const accepts = (request: Request, mediaTypes: string[]) =>
  (request.headers.get('accept') || '*/*')
    .split(',')
    .some((part) => mediaTypes.includes(part.split(';')[0]?.trim().toLowerCase() ?? ''))

/** Throws for a subscription whose client takes no stream: nothing could be answered. */
export const checkStreams = (request: Request, kind: string) => {
  if (kind === 'subscription' && !accepts(request, streams)) {
    throw badRequest('Accept text/event-stream to follow a subscription', 406)
  }
}

type JsonReader = (name: string, text: string) => unknown

/** Values of one JSON text at most: a hundred thousand names of variables take a second. */
const maximumValues = 10_000

/** Parameters of a form at most. GraphQL over HTTP knows four. */
const maximumParameters = 20

/** Parses JSON with so many levels at most: deeper one takes a second to parse. */
const createJsonReader =
  (maximumLevels: number): JsonReader =>
  (name, text) => {
    const { levels, commas } = measureJson(text)
    if (levels > maximumLevels) throw badRequest(`${name} has more than ${maximumLevels} levels`)
    if (commas >= maximumValues) throw badRequest(`${name} has more than ${maximumValues} values`)
    try {
      return JSON.parse(text)
    } catch {
      throw badRequest(`${name} is not JSON`)
    }
  }

const readParameters = (parameters: URLSearchParams, readJson: JsonReader): GraphQLParams => {
  const json = (name: string) => {
    const text = parameters.get(name)
    return text ? (readJson(`\`${name}\``, text) as GraphQLParams['variables']) : undefined
  }
  return {
    query: parameters.get('query') || undefined,
    operationName: parameters.get('operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  }
}

/** Reads a form. Node takes time in proportion to the square of the number of its parameters. */
const readForm = (text: string, readJson: JsonReader) => {
  if (text.split('&', maximumParameters + 1).length > maximumParameters) {
    throw badRequest(`A form has at most ${maximumParameters} parameters`)
  }
  return readParameters(new URLSearchParams(text), readJson)
}

/** The text of a body. One that ends early is no well-formed request. */
const textOf = async (...[reader, request, limit]: Parameters<typeof readBody>) => {
  try {
    return (await readBody(reader, request, limit)).toString()
  } catch (error) {
    const isBroken = error instanceof ExpectedError && error.code === 'BAD_REQUEST'
    throw isBroken ? badRequest(error.message) : error
  }
}

/** Reads the body of a request of a media type that Yoga knows. */
const readRequest = (request: Request, text: string, readJson: JsonReader): GraphQLParams => {
  const mediaType = request.headers.get('content-type') ?? ''
  if (mediaType.includes('form')) return readForm(text, readJson)
  if (!mediaType.includes('json')) return { query: text }
  const body = readJson('The body', text)
  if (typeof body === 'object' && body !== null) return body
  throw badRequest('The body must be an object of JSON')
}

const documentTooLong = (bytes: number, limit: number) =>
  new GraphQLError(`The document has ${bytes} bytes; the limit is ${limit}`, {
    extensions: {
      code: 'GRAPHQL_PARSE_FAILED' satisfies ErrorCode,
      http: { status: 400, spec: false },
    },
  })

/**
 * Refuses requests that are no GraphQL over HTTP before anything is done for them: JSON that is
 * none or too deep, bodies and answers of unknown media types, documents with too many bytes.
 */
export const useRequestChecks = ({ env, bodies }: App): Plugin<object, RequestFacts> => {
  const readJson = createJsonReader(env.GRAPHQL_MAX_NESTING)
  return {
    onRequestParse: ({ request, url, serverContext, ...parse }) => {
      const { requestParser, setRequestParser, endResponse, fetchAPI } = parse
      if (!accepts(request, answers)) {
        const message = 'Accept application/graphql-response+json or application/json'
        const errors = [{ message, extensions: { code: 'BAD_REQUEST' satisfies ErrorCode } }]
        return endResponse(fetchAPI.Response.json({ errors }, { status: 406 }))
      }
      if (request.method === 'POST' && !requestParser) {
        throw badRequest('Send a body of application/json', 415)
      }
      if (!requestParser) return
      setRequestParser(async () => {
        if (request.method === 'GET') return readParameters(url.searchParams, readJson)
        const reader = { bodies, clientIp: serverContext.clientIp }
        return readRequest(
          request,
          await textOf(reader, request, env.GRAPHQL_MAX_BODY_BYTES),
          readJson,
        )
      })
    },
    onParams: ({ params: { query } }) => {
      const bytes = typeof query === 'string' ? Buffer.byteLength(query) : 0
      const limit = env.GRAPHQL_MAX_DOCUMENT_BYTES
      if (bytes > limit) throw documentTooLong(bytes, limit)
    },
  }
}
