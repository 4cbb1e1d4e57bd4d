import { setTimeout } from 'node:timers/promises'
import { failureReply, takeFailure } from './failures.ts'
import { GithubError, type Incoming, notFound, type Reply } from './http.ts'
import { allowanceOf, limitHeaders, spend } from './limits.ts'
import { notFoundPage } from './pages/html.ts'
import { dispatch, type Route } from './router.ts'
import { accessToken } from './routes/access-token.ts'
import { app } from './routes/app.ts'
import { applications } from './routes/applications.ts'
import { authorize } from './routes/authorize.ts'
import { control } from './routes/control.ts'
import { installations } from './routes/installations.ts'
import { organizations } from './routes/organizations.ts'
import { users } from './routes/users.ts'
import type { Sandbox } from './state.ts'

export const apiPath = '/api/v3'
export const controlPath = '/_sandbox'

const api: Route[] = [...users, ...organizations, ...installations, ...app, ...applications]
const pages: Route[] = [...authorize, ...accessToken]

const isAt = (path: string, base: string) => path === base || path.startsWith(`${base}/`)

const orRefusal = async (work: () => Reply | Promise<Reply>): Promise<Reply> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof GithubError) return error.toReply()
    throw error
  }
}

const answerApi = async (sandbox: Sandbox, incoming: Incoming): Promise<Reply> => {
  const path = incoming.url.pathname.slice(apiPath.length)
  const reply = await orRefusal(() => {
    if (!incoming.headers['user-agent']) {
      throw new GithubError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      )
    }
    if (path !== '/rate_limit') spend(sandbox, incoming)
    const answer = dispatch(api, sandbox, incoming, path)
    if (!answer) throw notFound()
    return answer
  })
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
  if (failure?.status !== undefined) return failureReply(failure, failure.status)
  return answerWell(sandbox, incoming)
}
