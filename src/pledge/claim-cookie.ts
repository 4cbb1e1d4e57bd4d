import type { Ctx } from '#context.ts'
import { readCookie, writeCookie } from '#lib/cookies.ts'
import { claimLifetimeSeconds } from './service/adopt.ts'

const cookieName = 'polar_pledge_claim'

const write = ({ config }: Pick<Ctx, 'config'>, value: string, maxAge: number) =>
  writeCookie(cookieName, value, { maxAge, secure: config.publicUrl.startsWith('https:') })

/** The header that has a browser keep the token of `claimPledge` until somebody signs in in it. */
export const claimCookie = (ctx: Pick<Ctx, 'config'>, token: string): string =>
  write(ctx, token, claimLifetimeSeconds)

/** The header that makes a browser forget its claim. */
export const forgetClaimCookie = (ctx: Pick<Ctx, 'config'>): string => write(ctx, '', 0)

/** The token that a browser sends, or null. */
export const claimIn = (headers: Headers): string | null =>
  readCookie(headers.get('cookie'), cookieName)
