import type { Delivery } from './webhooks.ts'

/** How long GitHub waits for an answer ("Best practices for using webhooks"). */
const patienceMs = 10_000

type Outcome = Pick<Delivery, 'duration' | 'status' | 'statusCode' | 'answer'>

const nothing = { headers: {}, payload: null }

const statusOf = (code: number) =>
  code >= 200 && code < 300 ? 'OK' : `Invalid HTTP Response: ${code}`

/** Posts one delivery. Never throws: a receiver that can't be reached is an outcome too. */
export const postDelivery = async (
  url: string,
  headers: Record<string, string>,
  body: string,
  ended: AbortSignal,
): Promise<Outcome> => {
  const before = performance.now()
  const duration = () => Math.round(performance.now() - before) / 1000
  const late = AbortSignal.timeout(patienceMs)
  try {
    const signal = AbortSignal.any([ended, late])
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const payload = await answer.text()
    return {
      duration: duration(),
      status: statusOf(answer.status),
      statusCode: answer.status,
      answer: { headers: Object.fromEntries(answer.headers), payload },
    }
  } catch {
    const [status, statusCode] = late.aborted
      ? (['timed out', 504] as const)
      : (['failed to connect to host', 502] as const)
    return { duration: duration(), status, statusCode, answer: nothing }
  }
}
