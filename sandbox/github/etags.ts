import { createHash } from 'node:crypto'
import type { Incoming, Reply } from './http.ts'

/** What an answer says, and to whom: GitHub's tags differ from token to token. */
const tagOf = (body: string, token: string) =>
  `W/"${createHash('sha256').update(body).update(token).digest('hex')}"`

/**
 * Tags the answer to a GET, and leaves it out where the caller has it already ("Best practices for
 * using the REST API": conditional requests).
 */
export const withTag = ({ method, headers }: Incoming, reply: Reply): Reply => {
  if (method !== 'GET' || reply.status !== 200 || reply.body === undefined) return reply
  const isText = typeof reply.body === 'string'
  const body = isText ? (reply.body as string) : JSON.stringify(reply.body)
  const etag = tagOf(body, headers.authorization ?? '')
  const tagged = {
    'cache-control': headers.authorization
      ? 'private, max-age=60, s-maxage=60'
      : 'public, max-age=60',
    vary: 'Accept, Authorization, Cookie, Accept-Encoding',
    etag,
    ...(!isText && { 'content-type': 'application/json; charset=utf-8' }),
    ...reply.headers,
  }
  const known = headers['if-none-match']?.split(/\s*,\s*/) ?? []
  if (!known.includes(etag)) return { ...reply, headers: tagged, body }
  const { 'content-type': _, link: __, ...rest } = tagged as Record<string, string>
  return { status: 304, headers: rest }
}
