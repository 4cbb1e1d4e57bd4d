import { parse } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { App } from '#app.ts'
import { createRequestContext } from '#authentication.ts'
import type { Ctx } from '#context.ts'
import { renderGraphiqlPage } from '#graphiql/page.ts'
import { corsFor } from '#lib/cors.ts'
import type { RequestFacts } from '#lib/http.ts'
import { loadSchema } from '#schema.ts'
import { demoPeople } from '#seed.ts'
import { createMaskError, useErrorCodes } from './errors.ts'
import { maximumBodyBytes, maximumTokens } from './limits.ts'
import { createLive } from './live/plugin.ts'
import { useTextsWithoutNul } from './text.ts'

/** Refuses long documents while they are read, before they are a tree in memory. */
const useTokenLimit = (): Plugin => ({
  onParse: ({ setParseFn }) =>
    setParseFn((source, options) => parse(source, { ...options, maxTokens: maximumTokens })),
})

/** GraphQL over HTTP, with GraphiQL for browsers and subscriptions over server-sent events. */
export const createGraphqlServer = async (app: App) => {
  const live = createLive(app)
  const yoga = createYoga<RequestFacts, Ctx>({
    schema: await loadSchema(),
    graphqlEndpoint: '/graphql',
    context: ({ request, requestId, clientIp }) =>
      createRequestContext(app, request, { requestId, clientIp }),
    maskedErrors: { maskError: createMaskError(app.log) },
    maxRequestBodySize: maximumBodyBytes,
    renderGraphiQL: (options) =>
      renderGraphiqlPage(options, app.env.NODE_ENV === 'development' ? demoPeople : []),
    // A token typed into the header editor is not kept in the browser.
    graphiql: { subscriptionsProtocol: 'SSE', shouldPersistHeaders: false },
    plugins: [live.plugin, useTokenLimit(), useErrorCodes(app.metrics), useTextsWithoutNul()],
    logging: false,
    landingPage: false,
    multipart: false,
    cors: corsFor(app.config),
  })
  return { handle: yoga, endSubscriptions: live.stop }
}
