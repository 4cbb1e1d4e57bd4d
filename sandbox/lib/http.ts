import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** A request as the routes see it. */
export type Incoming = {
  method: string
  /** With the address the sandbox was started with, whatever the Host header says. */
  url: URL
  /** The path from the base of the API, or the whole of it elsewhere. */
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** What the placeholders of the route's path stand for. */
  params: Record<string, string>
}

export type Reply = {
  status: number
  headers?: Record<string, string>
  /** A string as it is, all else as JSON; nothing when undefined. */
  body?: unknown
}

const maxBodyBytes = 1_000_000

export class TooLargeError extends Error {}

export const cookieOf = ({ headers }: Incoming, name: string) =>
  headers.cookie
    ?.split(/;\s*/)
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Reads a request whole. Throws TooLargeError when it is too large. */
export const readIncoming = async (request: IncomingMessage, url: string): Promise<Incoming> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > maxBodyBytes) throw new TooLargeError()
  }
  // Not resolved: a path such as //host would name another one.
  const address = new URL(url + (request.url ?? '/'))
  return {
    method: request.method ?? 'GET',
    url: address,
    path: address.pathname,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    params: {},
  }
}

export const writeReply = (response: ServerResponse, { status, headers = {}, body }: Reply) => {
  const isText = typeof body === 'string'
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers })
  response.end(body === undefined || isText ? body : JSON.stringify(body))
}
