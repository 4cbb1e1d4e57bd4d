/** Whether cookies of an address of the API are sent over HTTPS alone: all but this machine's. */
const isSecure = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)

/**
 * Over HTTPS a cookie's name begins with `__Host-`: browsers then take it from this very host
 * alone, so that a neighbouring subdomain or a page without TLS can't plant one (RFC 6265bis,
 * "The __Host- Prefix").
 */
const nameOf = (api: URL, name: string) => (api.protocol === 'https:' ? `__Host-${name}` : name)

/** The value that a `Cookie` header has for one of our cookies at an address of the API, or null. */
export const readCookie = (header: string | null, api: string, name: string): string | null => {
  const wanted = nameOf(new URL(api), name)
  for (const part of header?.split(';') ?? []) {
    const [key, ...value] = part.trim().split('=')
    if (key === wanted) return value.join('=')
  }
  return null
}

type CookieOptions = {
  /** Seconds; 0 removes the cookie. */
  maxAge: number
  /** Path that it is sent to; over HTTPS all paths, as its prefix demands. */
  path?: string
}

/**
 * A `Set-Cookie` header at an address of the API, for a cookie that scripts can't read and other
 * sites' forms don't send.
 */
export const writeCookie = (
  api: string,
  name: string,
  value: string,
  { maxAge, path = '/' }: CookieOptions,
) => {
  const url = new URL(api)
  return [
    `${nameOf(url, name)}=${value}`,
    `Path=${url.protocol === 'https:' ? '/' : path}`,
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure(url) ? ['Secure'] : []),
  ].join('; ')
}
