import { randomUUID } from 'node:crypto'
import type { Ctx, Tx } from '#context.ts'
import type { Prisma, User } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { ConfirmationMismatch } from './errors.ts'

export { parseEmail } from './email.ts'

/** What a platform tells of a person. */
export type Profile = { login: string; name: string | null; avatarUrl: string; profile: object }

/** The living user with this address, in any case of letters. */
export const findByEmail = (tx: Pick<Tx, 'db'>, email: string): Promise<User | null> =>
  tx.db.user.findFirst({ where: { email, deletedAt: null } })

/** The living user with this login, in any case of letters. */
export const findByLogin = (tx: Pick<Tx, 'db'>, login: string): Promise<User | null> =>
  tx.db.user.findFirst({ where: { login, deletedAt: null } })

/** The user with our id, deleted or not. Throws where there is none. */
export const get = (tx: Pick<Tx, 'db'>, id: string): Promise<User> =>
  tx.db.user.findUniqueOrThrow({ where: { id } })

/**
 * Keeps the Stripe customer of a person in place of the one that is gone, or of none, unless they
 * have another one by now. Answers the one that stands.
 */
export const keepCustomer = async (
  tx: Tx,
  { id, gone, made: stripeCustomerId }: { id: string; gone: string | null; made: string },
): Promise<string> => {
  await tx.db.user.updateMany({ where: { id, stripeCustomerId: gone }, data: { stripeCustomerId } })
  return (await get(tx, id)).stripeCustomerId ?? stripeCustomerId
}

/**
 * The user with this address, who has just shown that it is theirs; signed up if we don't know
 * them. Two at once make one user.
 */
export const signInByEmail = async (tx: Tx, email: string): Promise<User> => {
  await lock(tx.db, 'user-email', email.toLowerCase())
  const known = await findByEmail(tx, email)
  if (!known) return tx.db.user.create({ data: { email, isEmailVerified: true } })
  if (known.isEmailVerified) return known
  return tx.db.user.update({ where: { id: known.id }, data: { isEmailVerified: true } })
}

/**
 * The user with this address, which nobody has shown to be theirs yet; signed up if we don't know
 * them. Two at once make one user.
 */
export const signUpByEmail = async (tx: Tx, email: string): Promise<User> => {
  await lock(tx.db, 'user-email', email.toLowerCase())
  return (await findByEmail(tx, email)) ?? tx.db.user.create({ data: { email } })
}

/** Signs somebody up whose address a platform vouches for. */
export const create = async (tx: Tx, email: string, profile: Profile): Promise<User> => {
  await releaseLogin(tx, profile.login)
  return tx.db.user.create({ data: { ...profile, email, isEmailVerified: true } })
}

/** Takes over what the platform says of a person now. */
export const updateProfile = async (tx: Tx, userId: string, profile: Profile): Promise<User> => {
  await releaseLogin(tx, profile.login, userId)
  return tx.db.user.update({ where: { id: userId }, data: profile })
}

/** Frees a login for who has it on GitHub now: its old holder renamed or closed the account there. */
const releaseLogin = async (tx: Tx, login: string, exceptId?: string) => {
  await tx.db.user.updateMany({
    where: { login, deletedAt: null, ...(exceptId && { id: { not: exceptId } }) },
    data: { login: null },
  })
}

export type Preferences = {
  emailNewslettersAndChangelogs?: boolean
  emailPromotionsAndEvents?: boolean
}

/** Changes the preferences that are given. */
export const updatePreferences = (ctx: Ctx, userId: string, preferences: Preferences) =>
  ctx.transaction((tx) => tx.db.user.update({ where: { id: userId }, data: preferences }))

/** How old, in milliseconds, the note of the extension's last use may get. */
const notePrecision = 60 * 60 * 1_000

/** Notes that a person uses our browser extension, and which version; once an hour. */
export const noteExtension = (ctx: Ctx, userId: string, version: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const stale = new Date(Date.now() - notePrecision)
    await tx.db.user.updateMany({
      where: {
        id: userId,
        OR: [
          { lastSeenAtExtension: null },
          { lastSeenAtExtension: { lt: stale } },
          { lastVersionExtension: { not: version } },
          { lastVersionExtension: null },
        ],
      },
      data: { lastSeenAtExtension: new Date(), lastVersionExtension: version },
    })
  })

/** Nothing that would tell who it was. */
const anonymized = (): Prisma.UserUpdateInput => ({
  deletedAt: new Date(),
  login: null,
  name: null,
  email: `deleted-${randomUUID()}@deleted.invalid`,
  isEmailVerified: false,
  avatarUrl: null,
  profile: {},
  emailNewslettersAndChangelogs: false,
  emailPromotionsAndEvents: false,
  lastSeenAtExtension: null,
  lastVersionExtension: null,
})

/**
 * Deletes an account: the row stays, so that books which name it stay whole, without anything
 * that tells who it was. Throws ConfirmationMismatch unless the account's address was typed.
 */
export const remove = (ctx: Ctx, userId: string, confirmEmail: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const { email } = await tx.db.user.findUniqueOrThrow({ where: { id: userId } })
    if (email.toLowerCase() !== confirmEmail.trim().toLowerCase()) throw new ConfirmationMismatch()
    await tx.db.user.update({ where: { id: userId }, data: anonymized() })
    await tx.emit('user.deleted', { userId })
  })
