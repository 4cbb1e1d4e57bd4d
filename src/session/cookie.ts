import type { Ctx } from '#context.ts'
import { writeCookie } from '#lib/cookies.ts'

/** A session ends this many seconds after it was used last: 31 days. */
export const lifetimeSeconds = 31 * 24 * 60 * 60

export const cookieName = 'polar_session'

/** Only a browser on the same machine may send the cookie without HTTPS. */
const isSecure = ({ config }: Pick<Ctx, 'config'>) =>
  !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(config.publicUrl).hostname)

/** The header that signs a browser in. */
export const sessionCookie = (ctx: Pick<Ctx, 'config'>, token: string) =>
  writeCookie(cookieName, token, { maxAge: lifetimeSeconds, secure: isSecure(ctx) })

/** The header that makes a browser forget its session. */
export const forgetCookie = (ctx: Pick<Ctx, 'config'>) =>
  writeCookie(cookieName, '', { maxAge: 0, secure: isSecure(ctx) })
