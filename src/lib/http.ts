import { ExpectedError } from './errors.ts'
import { parseJson } from './json.ts'

/** What is known of a request before its headers are looked at. */
export type RequestFacts = { requestId: string; clientIp: string }

/** A plain HTTP route beside GraphQL. `path` is a URLPattern pathname: `/github/:owner/:repo`. */
export type Route<Ctx> = {
  method: 'GET' | 'POST'
  path: string
  /**
   * Who signs a webhook is no viewer: cookies and tokens are ignored, and it has connections of its
   * own to the database.
   */
  isWebhook?: boolean
  handle: (ctx: Ctx, request: Request, params: Record<string, string>) => Promise<Response>
}

/**
 * The body of a request, byte for byte. Throws PAYLOAD_TOO_LARGE past `limit` bytes, without
 * reading on, and BAD_REQUEST when the sender breaks off.
 */
export const readBody = async (request: Request, limit: number): Promise<Buffer> => {
  const tooLarge = () => new ExpectedError('PAYLOAD_TOO_LARGE', `At most ${limit} bytes`)
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > limit) break
      chunks.push(chunk)
    }
  } catch {
    throw new ExpectedError('BAD_REQUEST', 'The body ended early')
  }
  if (size > limit) throw tooLarge()
  return Buffer.concat(chunks)
}

/** The JSON in the body of a request. Throws BAD_REQUEST for what is none, and as `readBody`. */
export const readJson = async (request: Request, limit: number): Promise<unknown> => {
  const body = await readBody(request, limit)
  try {
    return parseJson(body.toString())
  } catch {
    throw new ExpectedError('BAD_REQUEST', 'The body is not JSON')
  }
}

/** Says in words why listening failed, and what to do: a taken port, or a wrong HOST. */
export const listenFailure = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is taken: stop what uses it, or set PORT`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`HOST ${host} is no address of this machine`)
    case 'EACCES':
      return new Error(`Port ${port} is for processes with more rights: set PORT to 1024 or more`)
    default:
      return error
  }
}
