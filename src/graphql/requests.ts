import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Env } from '#env.ts'
import type { ErrorCode } from '#lib/errors.ts'

const badRequest = (message: string, status = 400) =>
  new GraphQLError(message, {
    extensions: { code: 'BAD_REQUEST' satisfies ErrorCode, http: { status, spec: status === 400 } },
  })

/** Whether a value of JSON has more than so many levels; without recursion, whatever its depth. */
export const isDeeperThan = (value: unknown, levels: number): boolean => {
  let level: object[] = [[value]]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((one) =>
      Object.values(one).filter((item) => typeof item === 'object' && item !== null),
    )
  }
  return false
}

const answered = new Set(['*/*', 'application/*', 'application/json'])
const mediaTypes = ['application/graphql-response+json', 'text/event-stream', 'multipart/mixed']
for (const mediaType of mediaTypes) answered.add(mediaType)
for (const family of ['text/*', 'multipart/*']) answered.add(family)

const accepts = (header: string | null) =>
  (header ?? '*/*')
    .split(',')
    .some((part) => answered.has(part.split(';')[0]?.trim().toLowerCase() ?? ''))

/**
 * Refuses requests that are no GraphQL over HTTP before anything is done for them: JSON that is
 * none or too deep, bodies and answers of unknown media types, documents with too many bytes.
 */
export const useRequestChecks = (env: Env): Plugin => ({
  onRequestParse: ({ request, requestParser, setRequestParser, endResponse, fetchAPI }) => {
    if (request.method === 'POST' && !requestParser) {
      throw badRequest('Send a body of application/json', 415)
    }
    if (!accepts(request.headers.get('accept'))) {
      const error = badRequest('Accept application/graphql-response+json or application/json', 406)
      const { message, extensions } = error
      const errors = [{ message, extensions: { code: extensions.code } }]
      return endResponse(fetchAPI.Response.json({ errors }, { status: 406 }))
    }
    if (!requestParser) return
    setRequestParser(async (body) => {
      try {
        return await requestParser(body)
      } catch (error) {
        throw error instanceof SyntaxError ? badRequest('The variables are not JSON') : error
      }
    })
  },
  onParams: ({ params }) => {
    if (isDeeperThan(params, env.GRAPHQL_MAX_NESTING)) {
      throw badRequest(`The request has more than ${env.GRAPHQL_MAX_NESTING} levels of JSON`)
    }
    const { query } = params
    const bytes = typeof query === 'string' ? Buffer.byteLength(query) : 0
    if (bytes <= env.GRAPHQL_MAX_DOCUMENT_BYTES) return
    throw new GraphQLError(
      `The document has ${bytes} bytes; the limit is ${env.GRAPHQL_MAX_DOCUMENT_BYTES}`,
      {
        extensions: { code: 'GRAPHQL_PARSE_FAILED' satisfies ErrorCode, http: { status: 400 } },
      },
    )
  },
})
