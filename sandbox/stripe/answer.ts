import { setTimeout } from 'node:timers/promises'
import type { Incoming, Reply } from '../lib/http.ts'
import { dispatch, type Route } from '../lib/router.ts'
import { askedBy } from './caller.ts'
import type { Asked } from './endpoint.ts'
import { StripeFault, unrecognized } from './errors.ts'
import { failureReply, takeFailure } from './failures.ts'
import { onceForKey } from './keys.ts'
import { notFoundPage } from './pages/parts.ts'
import { routes } from './routes/index.ts'
import { pages } from './routes/pages.ts'
import { control } from './routes/site.ts'
import type { Failure, Sandbox } from './state.ts'

export const apiPath = '/v1'
export const controlPath = '/_sandbox'

const isAt = (path: string, base: string) => path === base || path.startsWith(`${base}/`)

/** A request that ended before anything was done; without a reply the connection closes. */
class Interrupted extends Error {
  readonly reply: Reply | undefined

  constructor(reply: Reply | undefined) {
    super('Interrupted')
    this.reply = reply
  }
}

const refusalOf = (error: unknown): Reply => {
  if (error instanceof StripeFault) return error.toReply()
  console.error("Stripe's sandbox failed", error)
  return new StripeFault(500, 'An unknown error occurred', { type: 'api_error' }).toReply()
}

const goWrong = async (failure: Failure | undefined) => {
  if (failure?.delayMs) await setTimeout(failure.delayMs)
  if (!failure || failure.served) return
  const reply = failureReply(failure)
  if (failure.drop || reply) throw new Interrupted(failure.drop ? undefined : reply)
}

const serve = (asked: Asked, incoming: Incoming, failure: Failure | undefined) =>
  onceForKey(asked, incoming, async () => {
    await goWrong(failure)
    const reply = await dispatch<Asked>(routes, asked, incoming, incoming.path)
    if (!reply) throw unrecognized(incoming.method, incoming.path)
    return reply
  })

const headersOf = ({ request }: Asked): Record<string, string> => ({
  ...(request && { 'request-id': request.id }),
  ...(request?.idempotency_key && { 'idempotency-key': request.idempotency_key }),
})

const orRefusal = async (work: () => Promise<Reply | undefined>) => {
  try {
    return await work()
  } catch (error) {
    return error instanceof Interrupted ? error.reply : refusalOf(error)
  }
}

const answerApi = async (sandbox: Sandbox, incoming: Incoming): Promise<Reply | undefined> => {
  let asked: Asked | undefined
  const failure = takeFailure(sandbox.state, incoming)
  const reply = await orRefusal(async () => {
    asked = askedBy(sandbox, incoming)
    return serve(asked, incoming, failure)
  })
  if (failure?.served && failure.drop) return undefined
  const shown = (failure?.served ? failureReply(failure) : undefined) ?? reply
  if (!shown) return undefined
  const headers = {
    'stripe-version': `${incoming.headers['stripe-version'] ?? ''}`,
    ...shown.headers,
  }
  return { ...shown, headers: { ...(asked && headersOf(asked)), ...headers } }
}

/** What lets a page of another origin use the key that is no secret. */
const openToPages = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-version',
  'access-control-allow-methods': 'GET, POST, DELETE',
}

/** The answer to a request, undefined when the connection is to be closed without one. */
export const answer = async (sandbox: Sandbox, incoming: Incoming): Promise<Reply | undefined> => {
  const { pathname } = incoming.url
  if (!isAt(pathname, apiPath)) {
    const site: Route<Sandbox>[] = isAt(pathname, controlPath) ? control : pages
    return orRefusal(
      async () => (await dispatch(site, sandbox, incoming, pathname)) ?? notFoundPage(),
    )
  }
  if (incoming.method === 'OPTIONS') return { status: 204, headers: openToPages }
  const reply = await answerApi(sandbox, incoming)
  return reply && { ...reply, headers: { ...openToPages, ...reply.headers } }
}
