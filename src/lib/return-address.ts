import { ExpectedError } from './errors.ts'
import type { Sites } from './http.ts'

/** An address that a person would be sent to lies on a site that is not ours. */
export class UnsafeReturnAddress extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'This address is not one of ours', ['returnTo'])
  }
}

/** Characters of an address at most; it travels in a header, where browsers take some 8,000. */
const maximumLength = 2_000

/**
 * Where a person goes after signing in: the address or path they came from, or the front page.
 * It is compared by its parsed origin. Throws UnsafeReturnAddress for any other site, and for an
 * address of more than 2,000 characters.
 */
export const safeReturnAddress = (given: string | null | undefined, sites: Sites): string => {
  const url = URL.parse(given || '/', sites.frontend)
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  const isShort = (given?.length ?? 0) <= maximumLength
  if (!url || !isWeb || !isShort || !sites.isAllowed(url.origin) || url.username || url.password) {
    throw new UnsafeReturnAddress()
  }
  return url.href
}
