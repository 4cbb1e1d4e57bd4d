import { z } from 'zod'
import { join, leave, renameAccount } from '../actions/accounts.ts'
import { now } from '../clock.ts'
import { accountById, accountByLogin, organizationByLogin } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import { issuePersonalToken } from '../tokens.ts'
import { account as newAccount } from '../world.ts'
import { accountNamed, acting, actOn, command, found, repositoryNamed } from './command.ts'

const email = z.strictObject({
  email: z.string().min(3),
  primary: z.boolean().default(false),
  verified: z.boolean().default(true),
  visibility: z.enum(['public', 'private']).nullable().default(null),
})

const profile = z
  .strictObject({
    login: z.string().min(1),
    name: z.string().nullable(),
    bio: z.string().nullable(),
    company: z.string().nullable(),
    blog: z.string().nullable(),
    location: z.string().nullable(),
    twitterUsername: z.string().nullable(),
    isHireable: z.boolean().nullable(),
    followers: z.number().int(),
    following: z.number().int(),
    blocksApp: z.boolean(),
    emails: z.array(email),
  })
  .partial()

const place = z.strictObject({ ...acting, organization: z.string(), login: z.string() })

const placeOf = (sandbox: Sandbox, given: z.output<typeof place>) => {
  const known = organizationByLogin(sandbox.state.world, given.organization)
  const organization = found(known, `organization ${given.organization}`)
  const user = accountNamed(sandbox, given.login)
  return { organization, user, act: actOn(sandbox, organization, given) }
}

const star = z.strictObject({ ...acting, login: z.string(), repository: z.string() })

const unstar = (sandbox: Sandbox, given: z.output<typeof star>) => {
  const { world } = sandbox.state
  const user = accountNamed(sandbox, given.login)
  const repository = repositoryNamed(sandbox, given.repository)
  const before = world.stars.length
  world.stars = world.stars.filter(
    ({ userId, repositoryId }) => userId !== user.id || repositoryId !== repository.id,
  )
  repository.stargazersCount -= before - world.stars.length
  return { user, repository }
}

export const accountCommands = {
  addAccount: command(
    profile.required({ login: true }).extend({
      id: z.number().int().positive(),
      type: z.enum(['User', 'Organization']).default('User'),
    }),
    ({ state: { world } }, given) => {
      if (accountByLogin(world, given.login) || accountById(world, given.id)) {
        throw new Error(`The sandbox has an account ${given.login} or ${given.id} already`)
      }
      world.accounts.push(newAccount(given))
    },
  ),
  /** Changes what an account says of itself, its login included; the id stays. Nobody is told. */
  changeAccount: command(
    z.strictObject({ login: z.string(), changes: profile }),
    (sandbox, { login, changes }) => {
      Object.assign(accountNamed(sandbox, login), changes)
    },
  ),
  /** Gives an account another login; the App is told, and old addresses lead to the new ones. */
  renameAccount: command(
    z.strictObject({ ...acting, login: z.string(), to: z.string().min(1) }),
    (sandbox, given) => {
      const account = accountNamed(sandbox, given.login)
      renameAccount(actOn(sandbox, account, given), account, given.to)
    },
  ),
  /** Replaces all of a person's addresses. */
  setEmails: command(
    z.strictObject({ login: z.string(), emails: z.array(email) }),
    (sandbox, { login, emails }) => {
      accountNamed(sandbox, login).emails = emails
    },
  ),
  /** Adds a membership or changes it. */
  setMembership: command(
    place.extend({
      role: z.enum(['admin', 'member']).default('member'),
      state: z.enum(['active', 'pending']).default('active'),
      isPublic: z.boolean().default(false),
    }),
    (sandbox, given) => {
      const { act, organization, user } = placeOf(sandbox, given)
      const { role, state, isPublic } = given
      join(act, organization, user, { role, state, isPublic })
    },
  ),
  removeMembership: command(place, (sandbox, given) => {
    const { act, organization, user } = placeOf(sandbox, given)
    leave(act, organization, user)
  }),
  star: command(star, (sandbox, given) => {
    const { user, repository } = unstar(sandbox, given)
    const starredAt = given.at ?? now(sandbox.state)
    sandbox.state.world.stars.push({ userId: user.id, repositoryId: repository.id, starredAt })
    repository.stargazersCount += 1
  }),
  unstar: command(star, (sandbox, given) => {
    unstar(sandbox, given)
  }),
  /** A personal access token of somebody; one they have already where it may be reused. */
  issueToken: command(
    z.strictObject({ login: z.string(), isReused: z.boolean().default(false) }),
    (sandbox, { login, isReused }) => {
      const { id } = accountNamed(sandbox, login)
      const { personalTokens } = sandbox.state
      const [known] = [...personalTokens].find(([, { userId }]) => userId === id) ?? []
      return { token: (isReused && known) || issuePersonalToken(sandbox.state, id) }
    },
  ),
}
