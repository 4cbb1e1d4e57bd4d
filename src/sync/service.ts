import type { Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { readInstallation, readIssue, readPullRequest } from './jobs.ts'
import { start } from './progress.ts'

export { readInstallation } from './installations.ts'
export { readIssue } from './issues.ts'
export { readPage } from './pages.ts'
export { readPullRequest } from './pull-requests.ts'
export { refreshIssues, refreshTimelines } from './refresh.ts'

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
