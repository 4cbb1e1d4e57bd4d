import type { Ctx } from '#context.ts'
import { writeCookie } from '#lib/cookies.ts'

/** A session ends this many seconds after it was used last: 31 days. */
export const lifetimeSeconds = 31 * 24 * 60 * 60

export const cookieName = 'polar_session'

/** The header that signs a browser in. */
export const sessionCookie = ({ sites }: Pick<Ctx, 'sites'>, token: string) =>
  writeCookie(sites.api, cookieName, token, { maxAge: lifetimeSeconds })

/** The header that makes a browser forget its session. */
export const forgetCookie = ({ sites }: Pick<Ctx, 'sites'>) =>
  writeCookie(sites.api, cookieName, '', { maxAge: 0 })
