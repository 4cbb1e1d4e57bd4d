import type { Ctx, Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { NotAnOrganizationAdmin, OrganizationNotInstalled } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import { RepositoryNotFound } from '#repository/errors.ts'
import { readInstallation, readIssue, readPullRequest } from './jobs.ts'
import * as policy from './policy.ts'
import { start } from './progress.ts'

const groupOf = ({
  installationId,
  removedInstallationId,
}: Pick<Organization, 'installationId' | 'removedInstallationId'>) => ({
  id: `${installationId ?? removedInstallationId}`,
})

/**
 * Has everything that an organization's installation may read be read; of one that ended the token
 * is forgotten.
 */
export const requestInstallation = async (tx: Tx, organizationId: string): Promise<void> => {
  const organization = await tx.db.organization.findUniqueOrThrow({ where: { id: organizationId } })
  await tx.jobs.send(
    readInstallation,
    { organizationId },
    { key: organizationId, group: groupOf(organization) },
  )
}

/** Has a repository's open issues and pull requests be read, if an installation may read them. */
export const requestRepository = async (tx: Tx, repositoryId: string): Promise<void> => {
  const { organization, ...repository } = await tx.db.repository.findUniqueOrThrow({
    where: { id: repositoryId },
    include: { organization: true },
  })
  if (organization.installationId === null) return
  await start(tx, repository, organization.installationId)
}

/** Has one issue read anew. */
export const requestIssue = async (tx: Tx, issueId: string): Promise<void> => {
  const { organization } = await tx.db.issue.findUniqueOrThrow({
    where: { id: issueId },
    select: { organization: true },
  })
  if (organization.installationId === null) return
  await tx.jobs.send(readIssue, { issueId }, { key: issueId, group: groupOf(organization) })
}

/** Has one pull request read anew. */
export const requestPullRequest = async (tx: Tx, pullRequestId: string): Promise<void> => {
  const { organization } = await tx.db.pullRequest.findUniqueOrThrow({
    where: { id: pullRequestId },
    select: { organization: true },
  })
  if (organization.installationId === null) return
  await tx.jobs.send(
    readPullRequest,
    { pullRequestId },
    { key: pullRequestId, group: groupOf(organization) },
  )
}

/**
 * Has an organization's repositories read again, for one of its admins. Throws OrganizationNotFound,
 * NotAnOrganizationAdmin, OrganizationNotInstalled.
 */
export const syncOrganization = (ctx: Ctx, organizationId: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const organization = await organizations.administered(tx, organizationId)
    if (!organizations.isActive(organization)) throw new OrganizationNotInstalled()
    await requestInstallation(tx, organizationId)
  })

/**
 * Has a repository's open issues and pull requests read again, for one of its admins. Throws
 * RepositoryNotFound, NotAnOrganizationAdmin, OrganizationNotInstalled.
 */
export const syncRepository = (ctx: Ctx, repositoryId: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const repository = await tx.db.repository.findFirst({
      where: { AND: [policy.readable(tx.viewer), { id: repositoryId }] },
      include: { organization: true },
    })
    if (!repository) throw new RepositoryNotFound()
    if (!policy.canSync(tx.viewer, repository)) throw new NotAnOrganizationAdmin()
    if (!organizations.isActive(repository.organization)) throw new OrganizationNotInstalled()
    await requestRepository(tx, repositoryId)
  })
