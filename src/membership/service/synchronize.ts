import type { Ctx, Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import { within } from '#lib/jobs.ts'
import { lock } from '#lib/locks.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import { OrganizationNotInstalled } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import { syncOrganization } from '../jobs.ts'
import { add } from './add.ts'

/** How many accounts are looked for with one statement. */
const batch = 1_000

/** Pages of 100: more members than any organization has. */
const mostPages = 5_000

const idsOf = async (ctx: Ctx, organization: Organization, role: 'admin' | 'all') => {
  const client = github.asInstallation(ctx, organization.installationId ?? 0n)
  const pages = client.pages(
    'GET /orgs/{org}/members',
    { org: organization.login, role, per_page: 100 },
    { atMost: mostPages },
  )
  const ids: bigint[] = []
  for await (const page of pages) ids.push(...page.map(({ id }) => BigInt(id)))
  return ids
}

/**
 * Whether the login is still the organization's. One that it gave up, of which we have not heard yet,
 * may be somebody else's by now, whose members are not ours.
 */
const isStill = async (ctx: Ctx, { installationId, login, externalId }: Organization) => {
  const client = github.asInstallation(ctx, installationId ?? 0n)
  const { data } = await client.request('GET /orgs/{org}', { org: login })
  return BigInt(data.id) === externalId
}

/** Who of the members on GitHub has an account here, and whether they administer. */
const findPeople = async (tx: Tx, members: bigint[], admins: ReadonlySet<bigint>) => {
  const people = new Map<string, boolean>()
  for (let at = 0; at < members.length; at += batch) {
    for (const account of await oauthAccounts.findAll(tx, members.slice(at, at + batch))) {
      const isAdmin = admins.has(account.accountId) || people.get(account.userId) === true
      people.set(account.userId, isAdmin)
    }
  }
  return people
}

type Members = { all: bigint[]; admins: ReadonlySet<bigint>; readAt: Date }

const store = async (tx: Tx, { id, externalId }: Organization, members: Members) => {
  await lock(tx.db, 'organization', externalId)
  const people = await findPeople(tx, members.all, members.admins)
  const known = await tx.db.membership.findMany({ where: { organizationId: id, deletedAt: null } })
  const roles = new Map(known.map(({ userId, isAdmin }) => [userId, isAdmin]))
  const changed = [...people].filter(([userId, isAdmin]) => roles.get(userId) !== isAdmin)
  for (const [userId, isAdmin] of changed) await add(tx, { userId, organizationId: id, isAdmin })
  const { count } = await tx.db.membership.updateMany({
    where: {
      organizationId: id,
      deletedAt: null,
      userId: { in: known.map(({ userId }) => userId).filter((userId) => !people.has(userId)) },
      // Who has no account on GitHub did not come from there; who joined since then is not listed.
      user: { oauthAccounts: { some: { platform: 'GITHUB' } } },
      updatedAt: { lt: members.readAt },
    },
    data: { deletedAt: new Date() },
  })
  if (changed.length + count > 0) tx.publish('organization.updated', { organizationId: id })
}

/**
 * Makes those members of an organization who are members on GitHub ("List organization members") and
 * have an account here, with their role there; ends the membership of those who are not any more.
 * Does nothing for a personal account, where the App may not act, or where the login is another
 * account's by now. Throws TryLater.
 */
export const synchronize = async (ctx: Ctx, organizationId: string): Promise<void> => {
  const organization = await organizations.findById(ctx, organizationId)
  if (!organization || organization.isPersonal || !organizations.isActive(organization)) return
  const readAt = new Date()
  try {
    const admins = new Set(await idsOf(ctx, organization, 'admin'))
    const all = await idsOf(ctx, organization, 'all')
    if (!(await isStill(ctx, organization))) return
    await ctx.transaction((tx) => store(tx, organization, { all, admins, readAt }))
  } catch (error) {
    if (!(error instanceof GithubRefusal)) throw error
    ctx.log.info({ organizationId, err: error }, 'GitHub does not show the members')
  }
}

/** Sends the job of `synchronize` for one organization. */
export const sendSync = (tx: Tx, organizationId: string): Promise<void> =>
  tx.jobs.send(syncOrganization, { organizationId }, { key: organizationId })

/** Sends the job of `synchronize` for every organization with our App, spread over an hour. */
export const sendAllSyncs = (ctx: Ctx): Promise<void> =>
  ctx.transaction(async (tx) => {
    for (const { id: organizationId, isPersonal } of await organizations.findActive(tx)) {
      if (isPersonal) continue
      // Not the key of what must not wait: a job that is due would be dropped for this one.
      const options = { key: `daily:${organizationId}`, startAfter: within(3_600) }
      await tx.jobs.send(syncOrganization, { organizationId }, options)
    }
  })

/**
 * Has the members of an organization read again, for one of its admins. Throws OrganizationNotFound,
 * NotAnOrganizationAdmin, OrganizationNotInstalled.
 */
export const requestSync = (ctx: Ctx, organizationId: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const organization = await organizations.administered(tx, organizationId)
    if (!organizations.isActive(organization)) throw new OrganizationNotInstalled()
    await sendSync(tx, organizationId)
  })
