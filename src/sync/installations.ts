import type { Ctx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { GithubForbidden, GithubNotFound } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import * as progress from './progress.ts'

/** The installation as GitHub has it now; null if it is gone or of no account. */
const fetchInstallation = async (ctx: Ctx, installationId: bigint) => {
  try {
    const { data } = await github.asApp(ctx).request('GET /app/installations/{installation_id}', {
      installation_id: Number(installationId),
    })
    return github.payloads.installation.parse(data)
  } catch (error) {
    if (error instanceof GithubNotFound) return null
    throw error
  }
}

type Found = ReturnType<typeof github.payloads.installation.parse>

/** 100,000 repositories: what was not listed goes out of reach, so all must be. */
const pagesAtMost = 1_000

/**
 * Stores each repository that the installation may read, and starts to read it. A page is stored as
 * a webhook is: the account is locked before its repositories.
 */
const readRepositories = async (ctx: Ctx, { account, installation }: Found) => {
  const { id: installationId } = installation
  const asOf = new Date()
  const access = { installationId, isGranted: true, asOf }
  const pages = github
    .asInstallation(ctx, installationId)
    .pages('GET /installation/repositories', { per_page: 100 }, { atMost: pagesAtMost })
  for await (const page of pages) {
    const found = page.map((item) => github.payloads.repository.parse(item))
    await ctx.transaction(async (tx) => {
      const organization = await organizations.recognize(tx, account, installationId)
      for (const { data } of found) {
        const repository = await repositories.store(tx, organization, data, {
          source: 'API',
          access,
        })
        if (!repository.deletedAt) await progress.start(tx, repository, installationId)
      }
    })
  }
  await ctx.transaction(async (tx) => {
    await organizations.recognize(tx, account, installationId)
    await repositories.revokeBefore(tx, installationId, asOf)
  })
}

/** A token of before the installation changed, or ended, is given up. */
const forgetOldToken = async (ctx: Ctx, organization: Organization) => {
  const { installationUpdatedAt, deletedAt } = organization
  const id = organization.installationId ?? organization.removedInstallationId
  if (id === null) return
  const isOver = deletedAt !== null || installationUpdatedAt === null
  await github.forgetInstallationToken(ctx, id, isOver ? {} : { changedAt: installationUpdatedAt })
}

/**
 * Reads what an organization's installation is and which repositories it may read; those that
 * GitHub does not list go out of reach. An installation that GitHub does not know any more is
 * removed: its webhook may have been lost. Throws TryLater when GitHub can't be asked.
 */
export const readInstallation = async (ctx: Ctx, organizationId: string): Promise<void> => {
  const known = await ctx.db.organization.findUnique({ where: { id: organizationId } })
  if (!known) return
  if (known.deletedAt || known.installationId === null) return forgetOldToken(ctx, known)
  const { installationId } = known
  const found = await fetchInstallation(ctx, installationId)
  const organization = await ctx.transaction(async (tx) => {
    if (found) return organizations.install(tx, found.account, found.installation)
    await organizations.uninstall(tx, known, installationId)
    return null
  })
  if (organization) await forgetOldToken(ctx, organization)
  if (!found || !organization || !organizations.isActive(organization)) return
  try {
    await readRepositories(ctx, found)
  } catch (error) {
    // Suspended or removed since we asked; GitHub tells us in a webhook.
    if (!(error instanceof GithubForbidden || error instanceof GithubNotFound)) throw error
    ctx.log.warn({ err: error, organizationId }, 'the installation can’t be read')
  }
}
