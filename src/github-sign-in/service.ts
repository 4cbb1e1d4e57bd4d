import type { Ctx, Tx } from '#context.ts'
import type { User } from '#generated/prisma/client.ts'
import { UnverifiedPrimaryEmail } from '#github/errors.ts'
import type { Identity, Role } from '#github/service.ts'
import * as github from '#github/service.ts'
import { lock } from '#lib/locks.ts'
import * as memberships from '#membership/service.ts'
import type { Tokens } from '#oauth-account/service.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as organizations from '#organization/service.ts'
import * as pledges from '#pledge/service.ts'
import * as sessions from '#session/service.ts'
import * as users from '#user/service.ts'
import { AccountLinkedToAnotherUser, CannotLinkUnverifiedEmail } from './errors.ts'

const connect = (tx: Tx, user: User, { accountId, email, profile }: Identity, tokens: Tokens) =>
  oauthAccounts.connect(
    tx,
    user.id,
    { accountId, accountEmail: email, accountLogin: profile.login },
    tokens,
  )

/** The user that a GitHub account belongs to, by the account, then by its verified address. */
const signInOrUp = async (tx: Tx, identity: Identity): Promise<User> => {
  const known = await oauthAccounts.find(tx, identity.accountId)
  if (known) return users.updateProfile(tx, known.userId, identity.profile)
  const namesake = await users.findByEmail(tx, identity.email)
  if (namesake && !identity.isEmailVerified) throw new CannotLinkUnverifiedEmail()
  if (!identity.isEmailVerified) throw new UnverifiedPrimaryEmail()
  if (!namesake) return users.create(tx, identity.email, identity.profile)
  await users.signInByEmail(tx, identity.email)
  return users.updateProfile(tx, namesake.id, identity.profile)
}

/** The user a GitHub account is connected to, unless it or its login is somebody else's. */
const userToLink = async (tx: Tx, userId: string, identity: Identity): Promise<User> => {
  const known = await oauthAccounts.find(tx, identity.accountId)
  const holder = await users.findByLogin(tx, identity.profile.login)
  if ((known && known.userId !== userId) || (holder && holder.id !== userId)) {
    throw new AccountLinkedToAnotherUser()
  }
  return users.updateProfile(tx, userId, identity.profile)
}

/** Makes the person a member wherever GitHub says so; nobody is removed. */
const syncMemberships = async (tx: Tx, userId: string, roles: Role[]) => {
  const known = await organizations.findAll(
    tx,
    roles.map(({ accountId }) => accountId),
  )
  for (const { id: organizationId, externalId } of known) {
    const isAdmin = roles.some((role) => role.accountId === externalId && role.isAdmin)
    await memberships.add(tx, { userId, organizationId, isAdmin })
  }
}

/** What GitHub says of the person who came back with a code. */
const readGithub = async (ctx: Ctx, code: string) => {
  const tokens = await github.exchangeCode(ctx, code)
  const identity = await github.identify(ctx, tokens.accessToken)
  const roles = await github.rolesOf(ctx, tokens.accessToken, identity.accountId)
  return { tokens, identity, roles }
}

type FromGithub = Awaited<ReturnType<typeof readGithub>>

/** Stores an account of GitHub for the user that `userOf` finds or creates. */
const storeAccount = async (
  tx: Tx,
  { tokens, identity, roles }: FromGithub,
  userOf: () => Promise<User>,
): Promise<User> => {
  await lock(tx.db, 'github-account', identity.accountId)
  await lock(tx.db, 'user-email', identity.email.toLowerCase())
  const user = await userOf()
  await connect(tx, user, identity, tokens)
  await syncMemberships(tx, user.id, roles)
  await tx.emit('user.github_connected', { userId: user.id, login: identity.profile.login })
  return user
}

type SignIn = {
  code: string
  /** The token of a pledge that this browser made, which becomes theirs unless it is somebody's. */
  pledgeClaim: string | null
  userAgent: string | null
}

/**
/**
 * Signs in with the code that GitHub sent back, and signs up new users. Returns the new session's
 * token. Throws the errors of this domain.
 */
export const signIn = async (ctx: Ctx, { code, pledgeClaim, userAgent }: SignIn) => {
  const sent = await readGithub(ctx, code)
  return ctx.transaction(async (tx) => {
    const user = await storeAccount(tx, sent, () => signInOrUp(tx, sent.identity))
    if (pledgeClaim) await pledges.adopt(tx, pledgeClaim, user.id)
    const session = await sessions.create(tx, { userId: user.id, userAgent })
    return { sessionToken: session.token }
  })
}

/**
 * Connects the account of the code that GitHub sent back to a user who asked for it while signed
 * in. Throws AccountLinkedToAnotherUser if the account or its login is another user's.
 */
export const link = async (ctx: Ctx, { code, userId }: { code: string; userId: string }) => {
  const sent = await readGithub(ctx, code)
  await ctx.transaction((tx) => storeAccount(tx, sent, () => userToLink(tx, userId, sent.identity)))
}
