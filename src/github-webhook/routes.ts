import { verify } from '@octokit/webhooks-methods'
import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { readBody } from '#lib/body.ts'
import type { Route } from '#lib/http.ts'
import { parseJson } from '#lib/json.ts'
import * as webhooks from './service.ts'

/** GitHub sends nothing larger ("Webhook events and payloads", payload cap). */
const maximumBytes = 25 * 1024 * 1024

const headers = z.object({ delivery: z.uuid(), event: z.string().regex(/^[a-z_]{1,64}$/) })

const payload = z.looseObject({
  action: z.string().max(64).optional(),
  installation: z.looseObject({ id: z.number().int().positive() }).optional(),
})

/** The signed body, or null. It is not read where there is nothing that could be its signature. */
const signedBody = async (ctx: Ctx, request: Request): Promise<string | null> => {
  const signature = request.headers.get('x-hub-signature-256')
  if (!signature || !/^sha256=[0-9a-f]{64}$/.test(signature)) return null
  const body = (await readBody(ctx, request, maximumBytes)).toString()
  const isSigned = body && (await verify(ctx.config.GITHUB_WEBHOOK_SECRET, body, signature))
  return isSigned ? body : null
}

const answer = (status: number, body: object) => Response.json(body, { status })

const parse = (text: string) => {
  try {
    return payload.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

/** GitHub's webhooks. A wrong signature gets 404: who can't sign learns nothing of this address. */
const receiveWebhook = async (ctx: Ctx, request: Request): Promise<Response> => {
  const count = (outcome: string) => ctx.metrics.webhooks.inc({ source: 'github', outcome })
  const body = await signedBody(ctx, request)
  if (body === null) {
    count('unsigned')
    return answer(404, { error: 'Not found' })
  }
  const sent = headers.safeParse({
    delivery: request.headers.get('x-github-delivery')?.toLowerCase(),
    event: request.headers.get('x-github-event'),
  })
  if (!sent.success) {
    count('malformed')
    return answer(400, { error: 'X-GitHub-Delivery (a UUID) and X-GitHub-Event are needed' })
  }
  const parsed = parse(body)
  if (!parsed) {
    count('malformed')
    return answer(400, { error: 'The body is not the JSON of a GitHub event' })
  }
  const status = await webhooks.receive(ctx, {
    id: sent.data.delivery,
    event: sent.data.event,
    action: parsed.action ?? null,
    installationId: parsed.installation ? BigInt(parsed.installation.id) : null,
    payload: parsed,
  })
  count(status)
  return answer(202, { delivery: sent.data.delivery, status })
}

export const routes: Route<Ctx>[] = [
  { method: 'POST', path: '/webhooks/github', from: 'webhook', handle: receiveWebhook },
]
