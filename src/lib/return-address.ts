import { ExpectedError } from './errors.ts'
import type { Sites } from './http.ts'

/** An address that a person would be sent to lies on a site that is not ours. */
export class UnsafeReturnAddress extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'This address is not one of ours', ['returnTo'])
  }
}

/**
 * Where a person goes after signing in: the address or path they came from, or the front page.
 * It is compared by its parsed origin. Throws UnsafeReturnAddress for any other site.
 */
export const safeReturnAddress = (given: string | null | undefined, sites: Sites): string => {
  const url = URL.parse(given || '/', sites.frontend)
  if (!url || !sites.isAllowed(url.origin) || url.username || url.password) {
    throw new UnsafeReturnAddress()
  }
  return url.href
}
