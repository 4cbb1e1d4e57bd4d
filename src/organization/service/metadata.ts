import type { Ctx, Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import { within } from '#lib/jobs.ts'
import { lock } from '#lib/locks.ts'
import { refreshMetadata as refreshJob } from '../jobs.ts'
import { releaseLogin } from '../logins.ts'
import { inReach } from '../reach.ts'

/** An organization whose App is installed and not suspended. */
type Active = Organization & { installationId: bigint }

const findActive = (ctx: Ctx, id: string) =>
  ctx.db.organization.findFirst({
    where: { ...inReach, id },
  }) as Promise<Active | null>

/** The login of now: our own may be an old one, which is nobody's or somebody else's. */
const loginOf = async (ctx: Ctx, { installationId }: Active) => {
  const { data } = await github.asApp(ctx).request('GET /app/installations/{installation_id}', {
    installation_id: Number(installationId),
  })
  return github.payloads.installation.parse(data).account.login
}

const read = async (ctx: Ctx, organization: Active) => {
  const login = await loginOf(ctx, organization)
  const client = github.asInstallation(ctx, organization.installationId)
  const { data } = organization.isPersonal
    ? await client.request('GET /users/{username}', { username: login })
    : await client.request('GET /orgs/{org}', { org: login })
  return github.payloads.profile.parse(data)
}

const store = async (
  tx: Tx,
  { id, externalId }: Organization,
  profile: ReturnType<typeof github.payloads.profile.parse>,
) => {
  await lock(tx.db, 'organization', externalId)
  const known = await tx.db.organization.findUniqueOrThrow({ where: { id } })
  const { login, columns } = profile
  const changes = Object.entries({ login, ...columns }).filter(
    ([name, value]) => known[name as keyof Organization] !== value,
  )
  if (changes.length === 0) return
  await releaseLogin(tx, login, externalId)
  await tx.db.organization.update({ where: { id }, data: Object.fromEntries(changes) })
  tx.publish('organization.updated', { organizationId: id })
}

/**
 * Stores what an account says of itself on GitHub ("Get an organization", "Get a user"), its login
 * of now too. Does nothing where the App may not act, or the installation is another account's.
 * Throws TryLater.
 */
export const refreshMetadata = async (ctx: Ctx, organizationId: string): Promise<void> => {
  const organization = await findActive(ctx, organizationId)
  if (!organization) return
  try {
    const profile = await read(ctx, organization)
    if (profile.externalId !== organization.externalId) return
    await ctx.transaction((tx) => store(tx, organization, profile))
  } catch (error) {
    if (!(error instanceof GithubRefusal)) throw error
    ctx.log.info({ organizationId, err: error }, 'GitHub does not show the profile')
  }
}

/** Sends the job of `refreshMetadata` for everybody with our App, spread over an hour. */
export const sendAllRefreshes = (ctx: Ctx): Promise<void> =>
  ctx.transaction(async (tx) => {
    const installed = await tx.db.organization.findMany({
      where: { deletedAt: null, installationId: { not: null }, status: 'ACTIVE' },
      select: { id: true },
    })
    for (const { id: organizationId } of installed) {
      // Not the key of what must not wait: a job that is due would be dropped for this one.
      const options = { key: `daily:${organizationId}`, startAfter: within(3_600) }
      await tx.jobs.send(refreshJob, { organizationId }, options)
    }
  })
