import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { InvalidSignInState } from './errors.ts'

/** Tells this token from all others that the same secret signs. */
const type = 'github-sign-in+jwt'

/** How long, in seconds, the way to GitHub and back may take: 15 minutes. */
export const stateLifetimeSeconds = 15 * 60

const claims = z.object({
  /** Address of the API under the host name where it began; the nonce's cookie is there. */
  api: z.url(),
  returnTo: z.url(),
  /** Session that asked to connect an account, and its user; null for a sign-in. */
  link: z.object({ userId: z.uuid(), sessionId: z.uuid() }).nullable(),
  nonceHash: z.string(),
})

export type SignInState = Omit<z.output<typeof claims>, 'nonceHash'>

const key = (secret: string) => new TextEncoder().encode(secret)

const hash = (nonce: string) => createHash('sha256').update(nonce).digest()

/** A state for the way to GitHub, and the nonce that ties it to this browser. */
export const writeState = async (secret: string, state: SignInState) => {
  const nonce = randomBytes(32).toString('base64url')
  const nonceHash = hash(nonce).toString('base64url')
  const token = await new SignJWT({ ...state, nonceHash })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setExpirationTime(`${stateLifetimeSeconds}s`)
    .sign(key(secret))
  return { token, nonce }
}

/** The state that came back. Throws InvalidSignInState unless it is ours and young. */
export const readState = async (secret: string, token: string | null) => {
  const verified = await jwtVerify(token ?? '', key(secret), {
    typ: type,
    algorithms: ['HS256'],
    requiredClaims: ['exp'],
  }).catch(() => {
    throw new InvalidSignInState()
  })
  const { data } = claims.safeParse(verified.payload)
  if (!data) throw new InvalidSignInState()
  const { nonceHash, ...state } = data
  const expected = Buffer.from(nonceHash, 'base64url')
  return {
    state,
    /** Whether this browser began it: whether it has the nonce. */
    isOf: (nonce: string | null) =>
      nonce !== null && expected.length === 32 && timingSafeEqual(expected, hash(nonce)),
  }
}
