import type { Ctx } from '#context.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'

const cookieName = 'polar_pledge_claim'

/** How long, in seconds, a browser may take from claiming a pledge to signing in: 15 minutes. */
export const claimLifetimeSeconds = 15 * 60

/** The header that has a browser keep the token of `claimPledge` until somebody signs in in it. */
export const claimCookie = ({ sites }: Pick<Ctx, 'sites'>, token: string): string =>
  writeCookie(sites.api, cookieName, token, { maxAge: claimLifetimeSeconds })

/** The header that makes a browser forget its claim. */
export const forgetClaimCookie = ({ sites }: Pick<Ctx, 'sites'>): string =>
  writeCookie(sites.api, cookieName, '', { maxAge: 0 })

/** The token that a browser sends, or null. */
export const claimIn = ({ sites }: Pick<Ctx, 'sites'>, headers: Headers): string | null =>
  readCookie(headers.get('cookie'), sites.api, cookieName)
