import type { Ctx } from '#context.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'
import { claimLifetimeSeconds } from './service/adopt.ts'

const cookieName = 'polar_pledge_claim'

/** The header that has a browser keep the token of `claimPledge` until somebody signs in in it. */
export const claimCookie = ({ sites }: Pick<Ctx, 'sites'>, token: string): string =>
  writeCookie(sites.api, cookieName, token, { maxAge: claimLifetimeSeconds })

/** The header that makes a browser forget its claim. */
export const forgetClaimCookie = ({ sites }: Pick<Ctx, 'sites'>): string =>
  writeCookie(sites.api, cookieName, '', { maxAge: 0 })

/** The token that a browser sends, or null. */
export const claimIn = ({ sites }: Pick<Ctx, 'sites'>, headers: Headers): string | null =>
  readCookie(headers.get('cookie'), sites.api, cookieName)
