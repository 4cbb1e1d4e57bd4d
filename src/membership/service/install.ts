import type { Ctx } from '#context.ts'
import { GithubForbidden, GithubNotConnected, GithubNotFound } from '#github/errors.ts'
import type { Github } from '#github/service.ts'
import * as github from '#github/service.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as organizations from '#organization/service.ts'
import { InstallationNotFound } from '../errors.ts'
import { add } from './add.ts'

export type Installed = { organizationId: string }

/** The installation with this id among those that a person sees ("List app installations…"). */
const find = async (client: Github, installationId: bigint) => {
  const pages = client.pages('GET /user/installations', { per_page: 100 }, { atMost: 1_000 })
  for await (const page of pages) {
    const found = page.find(({ id }) => BigInt(id) === installationId)
    // An enterprise, which has a slug in place of a login, owns no repositories.
    if (found?.account && 'login' in found.account) return github.payloads.installation.parse(found)
  }
  throw new InstallationNotFound()
}

/** A token that GitHub does not take any more is none: the person connects anew. */
const orNotConnected = (error: unknown) => {
  if (error instanceof GithubForbidden) throw new GithubNotConnected()
  throw error
}

/** What GitHub says that a person is to an organization; null where that is nothing. */
const roleIn = async (client: Github, org: string): Promise<'admin' | 'member' | null> => {
  try {
    const { data } = await client.request('GET /user/memberships/orgs/{org}', { org })
    if (data.state !== 'active') return null
    return data.role === 'admin' ? 'admin' : 'member'
  } catch (error) {
    if (error instanceof GithubNotFound || error instanceof GithubForbidden) return null
    throw error
  }
}

const ask = async (ctx: Ctx, userId: string, installationId: bigint) => {
  const accessToken = await github.userToken(ctx, userId)
  const own = await oauthAccounts.findOf(ctx, userId)
  if (!accessToken || !own) throw new GithubNotConnected()
  const client = github.asUser(ctx, accessToken)
  const found = await find(client, installationId).catch(orNotConnected)
  const { externalId, login } = found.account
  return { ...found, role: externalId === own.accountId ? 'admin' : await roleIn(client, login) }
}

/**
 * Records an installation of our App that a person says they made, if GitHub shows it to them: the
 * organization comes in, and they are to it what they are on GitHub. Settings of an earlier
 * installation stay. Throws GithubNotConnected, InstallationNotFound, GithubUnavailable.
 */
export const installGithubApp = async (
  ctx: Ctx,
  userId: string,
  installationId: bigint,
): Promise<Installed> => {
  const { account, installation, role } = await github.orUnavailable(
    ask(ctx, userId, installationId),
  )
  return ctx.transaction(async (tx) => {
    const organization = await organizations.install(tx, account, installation)
    const { id: organizationId, deletedAt } = organization
    // Removed meanwhile, by an event that was faster.
    if (deletedAt) throw new InstallationNotFound()
    if (role) await add(tx, { userId, organizationId, isAdmin: role === 'admin' })
    await tx.emit('organization.installed', { organizationId })
    tx.publish('organization.updated', { organizationId })
    return { organizationId }
  })
}
