import { parse } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { App } from '#app.ts'
import { createRequestContext } from '#authentication.ts'
import type { Ctx } from '#context.ts'
import { renderGraphiqlPage } from '#graphiql/page.ts'
import { useAnswerHeaders } from '#http/answers.ts'
import { githubSite } from '#lib/github-site.ts'
import type { RequestFacts } from '#lib/http.ts'
import { loadSchema } from '#schema.ts'
import { demoPeople } from '#seed.ts'
import { createMaskError, useErrorCodes } from './errors.ts'
import { useClosedSchema } from './introspection.ts'
import { maximumBodyBytes, maximumTokens } from './limits.ts'
import { useTextsWithoutNul } from './text.ts'

/** Refuses long documents while they are read, before they are a tree in memory. */
const useTokenLimit = (): Plugin => ({
  onParse: ({ setParseFn }) =>
    setParseFn((source, options) => parse(source, { ...options, maxTokens: maximumTokens })),
})

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
export const createGraphqlServer = async (app: App) =>
  createYoga<RequestFacts, Ctx>({
    schema: await loadSchema(),
    graphqlEndpoint: '/graphql',
    context: ({ request, requestId, clientIp, sites }) =>
      createRequestContext(app, request, { requestId, clientIp, sites }),
    maskedErrors: { maskError: createMaskError(app.log) },
    maxRequestBodySize: maximumBodyBytes,
    renderGraphiQL: (options) => renderGraphiqlPage(options, signInOf(app)),
    // A token typed into the header editor is not kept in the browser.
    graphiql: app.env.GRAPHIQL === 'on' && {
      subscriptionsProtocol: 'SSE',
      shouldPersistHeaders: false,
    },
    plugins: [
      ...useAnswerHeaders(),
      useTokenLimit(),
      useErrorCodes(app.metrics),
      useTextsWithoutNul(),
      ...(app.env.INTROSPECTION === 'on' ? [] : [useClosedSchema()]),
    ],
    logging: false,
    landingPage: false,
    multipart: false,
    cors: false,
  })
