import { createYoga } from 'graphql-yoga'
import type { App } from '#app.ts'
import { createRequestContext } from '#authentication.ts'
import type { Ctx } from '#context.ts'
import { renderGraphiqlPage } from '#graphiql/page.ts'
import { corsFor } from '#lib/cors.ts'
import type { RequestFacts } from '#lib/http.ts'
import { loadSchema } from '#schema.ts'
import { demoPeople } from '#seed.ts'
import type { Measure } from './cost.ts'
import { createDocumentCaches, useDocumentLimits } from './documents.ts'
import { createMaskError, useErrorCodes } from './errors.ts'
import { useShortInputLists } from './input-lists.ts'
import { useIntrospectionCache } from './introspection-cache.ts'
import { createOperationLimits, type Requested } from './operation-limits.ts'
import { useOperations } from './operations.ts'
import { checkStreams, useRequestChecks } from './requests.ts'
import { useTextsWithoutNul } from './text.ts'

/** What a resolver of the schema gets: who asks, and what the whole operation costs. */
export type OperationContext = Ctx & { measure: Measure }

/** GraphQL over HTTP, with GraphiQL for browsers and subscriptions over server-sent events. */
export const createGraphqlServer = async (app: App) => {
  const schema = await loadSchema()
  const limits = createOperationLimits(app.env, schema)
  return createYoga<RequestFacts & Partial<Requested>, OperationContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ request, requestId, clientIp, document, params }) => {
      if (!document) throw new Error('The document was not validated')
      const measure = limits.measure({ document, params })
      checkStreams(request, measure.kind)
      return { ...(await createRequestContext(app, request, { requestId, clientIp })), measure }
    },
    parserAndValidationCache: createDocumentCaches(app.env),
    maskedErrors: { maskError: createMaskError(app.log) },
    maxRequestBodySize: app.env.GRAPHQL_MAX_BODY_BYTES,
    renderGraphiQL: (options) =>
      renderGraphiqlPage(options, app.env.NODE_ENV === 'development' ? demoPeople : []),
    // A token typed into the header editor is not kept in the browser.
    graphiql: { subscriptionsProtocol: 'SSE', shouldPersistHeaders: false },
    plugins: [
      useRequestChecks(app.env),
      useDocumentLimits(app.env),
      useShortInputLists(),
      useErrorCodes(app.metrics),
      limits.plugin,
      useIntrospectionCache(),
      useTextsWithoutNul(),
      useOperations(app),
    ],
    logging: false,
    landingPage: false,
    multipart: false,
    cors: corsFor(app.config),
  })
}
