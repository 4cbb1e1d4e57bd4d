import { setTimeout } from 'node:timers/promises'
import { withTag } from './etags.ts'
import { failureReply, takeFailure } from './failures.ts'
import { GithubError, type Incoming, notFound, type Reply } from './http.ts'
import { allowanceOf, limitHeaders, refund, spend } from './limits.ts'
import { notFoundPage } from './pages/html.ts'
import { pathByName } from './paths.ts'
import { dispatch, type Route } from './router.ts'
import { accessToken } from './routes/access-token.ts'
import { app } from './routes/app.ts'
import { applications } from './routes/applications.ts'
import { authorize } from './routes/authorize.ts'
import { comments } from './routes/comments.ts'
import { commits } from './routes/commits.ts'
import { control } from './routes/control.ts'
import { deliveries } from './routes/deliveries.ts'
import { installations } from './routes/installations.ts'
import { issues } from './routes/issues.ts'
import { labels } from './routes/labels.ts'
import { markdown } from './routes/markdown.ts'
import { organizations } from './routes/organizations.ts'
import { pulls } from './routes/pulls.ts'
import { repositories } from './routes/repositories.ts'
import { site } from './routes/site.ts'
import { stars } from './routes/stars.ts'
import { timelines } from './routes/timelines.ts'
import { users } from './routes/users.ts'
import type { Sandbox } from './state.ts'

export const apiPath = '/api/v3'
export const controlPath = '/_sandbox'

const api: Route[] = [
  ...timelines,
  ...issues,
  ...labels,
  ...comments,
  ...pulls,
  ...commits,
  ...repositories,
  ...stars,
  ...users,
  ...organizations,
  ...installations,
  ...app,
  ...deliveries,
  ...applications,
  ...markdown,
]
const pages: Route[] = [...authorize, ...accessToken, ...site]

const isAt = (path: string, base: string) => path === base || path.startsWith(`${base}/`)

const orRefusal = async (work: () => Reply | Promise<Reply>): Promise<Reply> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof GithubError) return error.toReply()
    throw error
  }
}

const agentMissing =
  'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.'

const answerApi = async (sandbox: Sandbox, incoming: Incoming): Promise<Reply> => {
  const path = incoming.url.pathname.slice(apiPath.length)
  const isFree = path === '/rate_limit'
  const reply = await orRefusal(async () => {
    if (!incoming.headers['user-agent']) throw new GithubError(403, agentMissing)
    if (!isFree) spend(sandbox, incoming)
    const named = pathByName(sandbox, path)
    const answer = await dispatch(api, sandbox, { ...incoming, path: named }, named)
    if (!answer) throw notFound()
    return withTag(incoming, answer)
  })
  const { authorization } = incoming.headers
  if (reply.status === 304 && authorization !== undefined && !isFree) refund(sandbox, incoming)
  const headers = { ...limitHeaders(allowanceOf(sandbox, incoming)), ...reply.headers }
  return { ...reply, headers }
}

const answerWell = (sandbox: Sandbox, incoming: Incoming): Promise<Reply> => {
  const { pathname } = incoming.url
  if (isAt(pathname, apiPath)) return answerApi(sandbox, incoming)
  const routes = isAt(pathname, controlPath) ? control : pages
  return orRefusal(
    async () => (await dispatch(routes, sandbox, incoming, pathname)) ?? notFoundPage(),
  )
}

/** The answer to a request, undefined when the connection is to be closed without one. */
export const answer = async (sandbox: Sandbox, incoming: Incoming): Promise<Reply | undefined> => {
  const isControl = isAt(incoming.url.pathname, controlPath)
  const failure = isControl ? undefined : takeFailure(sandbox.state, incoming)
  if (failure?.delayMs) await setTimeout(failure.delayMs)
  if (failure?.drop) return undefined
  return (failure && failureReply(failure)) ?? answerWell(sandbox, incoming)
}
