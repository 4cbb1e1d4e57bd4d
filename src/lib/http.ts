/** The API and its frontends, as a request sees them. */
export type Sites = {
  /** Address of the API under the host name of the request, without a slash at the end. */
  api: string
  /** Address of the frontend, without a slash at the end. */
  frontend: string
  /** Whether an origin is that of `api`. */
  isApi(origin: string): boolean
  /** Whether pages of an origin may use the session cookie and read answers. */
  isAllowed(origin: string): boolean
}

/** Facts of a request that do not depend on who sends it. */
export type RequestFacts = { requestId: string; clientIp: string; sites: Sites }

/**
 * Senders of a POST, which may change state: `own-page` is a page of the API itself, `page` also
 * one of an allowed origin, `webhook` a server that the route knows by its signature.
 */
export type Sender = 'own-page' | 'page' | 'webhook'

/** A plain HTTP route beside GraphQL. `path` is a URLPattern pathname: `/github/:owner/:repo`. */
export type Route<Ctx> = {
  path: string
  /** Whether the route is the same for everybody: then the sender is not looked up. */
  isPublic?: boolean
  handle: (ctx: Ctx, request: Request, params: Record<string, string>) => Promise<Response>
} & (
  | { method: 'GET' }
  | {
      method: 'POST'
      /** The router refuses all others, before the route sees the request. */
      from: Sender
      /** Whether refused senders get 404 instead of 403. */
      isHidden?: boolean
    }
)

type PublicSettings = { PUBLIC_URL?: string; HOST: string; PORT: number }

/**
 * Address under which the world reaches the API, without a slash at the end. Where PUBLIC_URL does
 * not say it, that of this machine.
 */
export const publicUrlOf = ({ PUBLIC_URL, HOST, PORT }: PublicSettings): string => {
  if (PUBLIC_URL) return PUBLIC_URL.replace(/\/+$/, '')
  if (['0.0.0.0', '::'].includes(HOST)) return `http://127.0.0.1:${PORT}`
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`
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
