import { createYoga } from 'graphql-yoga'
import type { App } from '#app.ts'
import { createRequestContext } from '#authentication.ts'
import type { Ctx } from '#context.ts'
import { renderGraphiqlPage } from '#graphiql/page.ts'
import { useAnswerHeaders } from '#http/answers.ts'
import { githubSite } from '#lib/github-site.ts'
import type { RequestFacts } from '#lib/http.ts'
import { loadSchema } from '#schema.ts'
import { demoPeople } from '#seed.ts'
import { useAnswerLimit } from './answer-limit.ts'
import { useClosedSchema } from './closed-schema.ts'
import type { Measure } from './cost.ts'
import { createDocumentCaches, useDocumentLimits } from './documents.ts'
import { createMaskError, useErrorCodes } from './errors.ts'
import { useShortInputLists } from './input-lists.ts'
import { useIntrospectionCache } from './introspection-cache.ts'
import { createLive } from './live/plugin.ts'
import { createOperationLimits, type Requested } from './operation-limits.ts'
import { useOperations } from './operations.ts'
import { useDocumentBudget, useRateLimit } from './rate-limit.ts'
import { checkStreams, useRequestChecks } from './requests.ts'
import { useStorableTexts } from './text.ts'

/** What a resolver of the schema gets: who asks, and what the whole operation costs. */
export type OperationContext = Ctx & { measure: Measure }

/** The ways to sign in that GraphiQL offers; one-click ones where the API grants them. */
const signInOf = ({ env }: App) => {
  const isLocal = env.NODE_ENV === 'development' && !env.PUBLIC_URL
  // GitHub may send the browser back by way of another name of this machine.
  const wayBack = isLocal ? ['http://localhost:*', 'http://127.0.0.1:*'] : []
  return {
    demoPeople: isLocal ? demoPeople : [],
    formTargets: env.GITHUB_CLIENT_ID ? ["'self'", githubSite(env), ...wayBack] : [],
  }
}

/** GraphQL over HTTP, with GraphiQL for browsers and subscriptions over server-sent events. */
export const createGraphqlServer = async (app: App) => {
  const schema = await loadSchema()
  const limits = createOperationLimits(app.env, schema)
  const live = createLive(app)
  const caches = createDocumentCaches(app.env)
  const yoga = createYoga<RequestFacts & Partial<Requested>, OperationContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ request, requestId, clientIp, sites, document, params }) => {
      if (!document) throw new Error('The document was not validated')
      const measure = limits.measure({ document, params })
      checkStreams(request, measure.kind)
      const ctx = await createRequestContext(app, request, { requestId, clientIp, sites })
      return { ...ctx, measure }
    },
    parserAndValidationCache: caches,
    maskedErrors: { maskError: createMaskError(app.log) },
    renderGraphiQL: (options) => renderGraphiqlPage(options, signInOf(app)),
    // A token typed into the header editor is not kept in the browser.
    graphiql: app.env.GRAPHIQL === 'on' && {
      subscriptionsProtocol: 'SSE',
      shouldPersistHeaders: false,
    },
    plugins: [
      ...useAnswerHeaders(),
      live.plugin,
      useRequestChecks(app),
      useDocumentLimits(app.env),
      useShortInputLists(),
      useDocumentBudget(app.budget, app.env, caches),
      useErrorCodes(app.metrics),
      limits.plugin,
      useStorableTexts(),
      ...(app.env.INTROSPECTION === 'on' ? [] : [useClosedSchema()]),
      useRateLimit(app.budget, app.env),
      useIntrospectionCache(),
      useOperations(app),
      useAnswerLimit(app.env),
    ],
    logging: false,
    landingPage: false,
    multipart: false,
    cors: false,
  })
  return { handle: yoga, endSubscriptions: live.stop }
}
