import type { Incoming, Reply } from '../lib/http.ts'
import { type Act, now } from './act.ts'
import { InvalidParameter, StripeFault } from './errors.ts'
import { parseForm, type Tree } from './form.ts'
import type { KeyUse } from './state.ts'

const daySeconds = 86_400
const maxLength = 255

const sorted = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

const fingerprintOf = ({ method, path, body }: Incoming) => {
  const form: Tree = parseForm(body)
  return `${method} ${path} ${JSON.stringify(form, sorted)}`
}

const inUse = (key: string) =>
  new StripeFault(
    409,
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    { type: 'idempotency_error', code: 'idempotency_key_in_use' },
  )

const usedOtherwise = (key: string) =>
  new StripeFault(
    400,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  )

const replay = (use: KeyUse, answer: { status: number; body: unknown }): Reply => ({
  ...answer,
  headers: { 'idempotent-replayed': 'true', 'original-request': use.requestId },
})

/** Whether anything was begun, so that its outcome holds for the key. */
const isFinal = (outcome: unknown) =>
  !(outcome instanceof InvalidParameter) &&
  !(outcome instanceof StripeFault && [401, 403, 409, 429].includes(outcome.status))

/**
 * Does what a request asks for, once for each key: the same request gets the same answer again for
 * 24 hours, refusals included ("Idempotent requests"). Undefined is no answer, and nothing done.
 */
export const onceForKey = async (
  act: Act,
  incoming: Incoming,
  work: () => Promise<Reply | undefined>,
): Promise<Reply | undefined> => {
  const key = act.request?.idempotency_key
  if (incoming.method !== 'POST' || !key) return work()
  if (key.length > maxLength) {
    throw new InvalidParameter(400, `Idempotency keys can have up to ${maxLength} characters.`)
  }
  const { keys } = act.sandbox.state
  const place = `${act.account} ${key}`
  const request = fingerprintOf(incoming)
  const before = keys.get(place)
  if (before && before.createdAt + daySeconds > now(act)) {
    if (before.request !== request) throw usedOtherwise(key)
    if (!before.answer) throw inUse(key)
    return replay(before, before.answer)
  }
  const use: KeyUse = {
    request,
    createdAt: now(act),
    requestId: act.request?.id ?? '',
    answer: null,
  }
  keys.set(place, use)
  try {
    const reply = await work()
    if (reply) use.answer = { status: reply.status, body: reply.body }
    else keys.delete(place)
    return reply
  } catch (error) {
    if (error instanceof StripeFault && isFinal(error)) {
      const { status, body } = error.toReply()
      use.answer = { status, body: structuredClone(body) }
    } else keys.delete(place)
    throw error
  }
}
