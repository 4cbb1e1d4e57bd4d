/** The value of a cookie in a `Cookie` header, or null. */
export const readCookie = (header: string | null, name: string): string | null => {
  for (const part of header?.split(';') ?? []) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return null
}

type CookieOptions = {
  /** Seconds; 0 removes the cookie. */
  maxAge: number
  /** Sent over HTTPS alone. */
  secure: boolean
  path?: string
}

/** A `Set-Cookie` header for a cookie that scripts can't read and other sites' forms don't send. */
export const writeCookie = (
  name: string,
  value: string,
  { maxAge, secure, path = '/' }: CookieOptions,
) =>
  [
    `${name}=${value}`,
    `Path=${path}`,
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ].join('; ')
