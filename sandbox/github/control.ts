import { z } from 'zod'
import {
  accountById,
  accountByLogin,
  installationById,
  membershipOf,
  organizationByLogin,
} from './lookups.ts'
import type { State } from './state.ts'
import { expireTokens, isLive, revokeUser } from './tokens.ts'
import { account as newAccount } from './world.ts'

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

const failure = z
  .strictObject({
    path: z.string().startsWith('/'),
    exact: z.boolean().optional(),
    method: z.string().optional(),
    times: z.number().int().min(1).default(1),
    status: z.number().int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    rateLimit: z.strictObject({ remaining: z.number(), resetInSeconds: z.number() }).optional(),
    delayMs: z.number().int().min(0).optional(),
    drop: z.boolean().optional(),
  })
  .refine(({ status, delayMs, drop }) => status !== undefined || delayMs !== undefined || drop, {
    message: 'Say what goes wrong: status, delayMs or drop',
  })

const place = z.strictObject({ organization: z.string(), login: z.string() })

const found = <Thing>(thing: Thing | undefined, what: string): Thing => {
  if (thing === undefined) throw new Error(`The sandbox knows no ${what}`)
  return thing
}

const accountNamed = ({ world }: State, login: string) =>
  found(accountByLogin(world, login), `account ${login}`)

const placeOf = ({ world }: State, { organization, login }: z.output<typeof place>) => ({
  organizationId: found(organizationByLogin(world, organization), `organization ${organization}`)
    .id,
  userId: found(accountByLogin(world, login), `account ${login}`).id,
})

const command = <Input extends z.ZodType, Result>(
  input: Input,
  run: (state: State, given: z.output<Input>) => Result,
) => ({ input, run })

const withoutInput = z.strictObject({}).optional()

const countLive = (tokens: Map<string, { expiresAt: number | null }>) =>
  [...tokens.values()].filter(isLive).length

const removeMembership = (state: State, given: z.output<typeof place>) => {
  const { organizationId, userId } = placeOf(state, given)
  const gone = membershipOf(state.world, organizationId, userId)
  state.world.memberships = state.world.memberships.filter((membership) => membership !== gone)
}

/** What tests can do to the sandbox, in the process and over HTTP. */
export const commands = {
  /** How the next requests to an address go wrong. Failures are used up in order. */
  failNext: command(failure, (state, given) => {
    state.failures.push(given)
  }),
  clearFailures: command(withoutInput, (state) => {
    state.failures = []
  }),
  addAccount: command(
    profile.required({ login: true }).extend({
      id: z.number().int().positive(),
      type: z.enum(['User', 'Organization']).default('User'),
    }),
    ({ world }, given) => {
      if (accountByLogin(world, given.login) || accountById(world, given.id)) {
        throw new Error(`The sandbox has an account ${given.login} or ${given.id} already`)
      }
      world.accounts.push(newAccount(given))
    },
  ),
  /** Changes what an account says of itself, its login included; the id stays. */
  changeAccount: command(
    z.strictObject({ login: z.string(), changes: profile }),
    (state, { login, changes }) => {
      Object.assign(accountNamed(state, login), changes)
    },
  ),
  /** Replaces all of a person's addresses. */
  setEmails: command(
    z.strictObject({ login: z.string(), emails: z.array(email) }),
    (state, { login, emails }) => {
      accountNamed(state, login).emails = emails
    },
  ),
  /** Adds a membership or changes it. */
  setMembership: command(
    place.extend({
      role: z.enum(['admin', 'member']).default('member'),
      state: z.enum(['active', 'pending']).default('active'),
      isPublic: z.boolean().default(false),
    }),
    (state, { organization, login, ...rest }) => {
      removeMembership(state, { organization, login })
      state.world.memberships.push({ ...placeOf(state, { organization, login }), ...rest })
    },
  ),
  removeMembership: command(place, removeMembership),
  /** Suspends an installation, or takes it up again. */
  suspendInstallation: command(
    z.strictObject({ id: z.number().int(), isSuspended: z.boolean().default(true) }),
    (state, { id, isSuspended }) => {
      const installation = found(installationById(state.world, id), `installation ${id}`)
      installation.suspendedAt = isSuspended ? new Date().toISOString() : null
    },
  ),
  /** Makes all access tokens out of date; with `refresh` all refresh tokens too. */
  expireTokens: command(
    z.strictObject({ refresh: z.boolean().default(false) }).optional(),
    (state, given) => expireTokens(state, given?.refresh ?? false),
  ),
  /** A person takes back what they allowed the App. */
  revokeUser: command(z.strictObject({ login: z.string() }), (state, { login }) =>
    revokeUser(state, accountNamed(state, login).id),
  ),
  changeSettings: command(
    z
      .strictObject({
        expiringTokens: z.boolean(),
        refuseUnverifiedEmail: z.boolean(),
        rateLimit: z.number().int().min(0),
        anonymousRateLimit: z.number().int().min(0),
        rateLimitUsed: z.number().int().min(0),
      })
      .partial(),
    (state, given) => {
      Object.assign(state.settings, given)
    },
  ),
  /** How many good tokens are out, and codes that were not yet exchanged. */
  countTokens: command(withoutInput, (state) => ({
    codes: countLive(state.codes),
    userTokens: countLive(state.userTokens),
    refreshTokens: countLive(state.refreshTokens),
    installationTokens: countLive(state.installationTokens),
  })),
  /** The last requests, oldest first, without those to the sandbox's own addresses. */
  listRequests: command(withoutInput, (state) => [...state.requests]),
}

type Commands = typeof commands
type InputOf<Name extends keyof Commands> = z.input<Commands[Name]['input']>

export type Control = {
  [Name in keyof Commands]: (
    ...given: undefined extends InputOf<Name> ? [given?: InputOf<Name>] : [given: InputOf<Name>]
  ) => ReturnType<Commands[Name]['run']>
}

type AnyCommand = { input: z.ZodType; run: (state: State, given: never) => unknown }

/** Runs a command by name; undefined where there is none. Throws what is wrong with its input. */
export const commandNamed = (name: string) => {
  const known: Record<string, AnyCommand> = commands
  const command = Object.hasOwn(known, name) ? known[name] : undefined
  return (
    command &&
    ((state: State, given: unknown) => command.run(state, command.input.parse(given) as never))
  )
}

/** The commands as functions on one sandbox. */
export const createControl = (state: State): Control =>
  Object.fromEntries(
    Object.keys(commands).map((name) => [
      name,
      (given?: unknown) => commandNamed(name)?.(state, given),
    ]),
  ) as Control
