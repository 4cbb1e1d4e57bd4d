import type { Tx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import * as github from '#github/service.ts'
import { inReach } from '#organization/service.ts'
import { syncIssue, syncRepository } from '../jobs.ts'

/** Seconds between two readings of a repository's events. */
export const pauseSeconds = 60

const groupOf = (organization: { installationId: bigint | null }) => ({
  id: `${organization.installationId}`,
})

/** Has the timelines of issues read anew: of those that the App can read. */
export const scheduleIssues = async (tx: Tx, where: Prisma.IssueWhereInput) => {
  const issues = await tx.db.issue.findMany({
    where: {
      AND: [where],
      deletedAt: null,
      repository: { deletedAt: null },
      organization: inReach,
    },
    select: { id: true, organization: { select: { installationId: true } } },
    orderBy: { id: 'asc' },
  })
  for (const { id: issueId, organization } of issues) {
    await tx.jobs.send(syncIssue, { issueId }, { key: issueId, group: groupOf(organization) })
  }
}

/**
 * Has the events of an issue's repository read; not before a minute has passed since the last time,
 * so that many events at once cost one reading.
 */
export const scheduleRepositoryOf = async (tx: Tx, issueId: string) => {
  const repository = await tx.db.repository.findFirst({
    where: { issues: { some: { id: issueId } }, deletedAt: null, organization: inReach },
    include: { organization: { select: { installationId: true } } },
  })
  if (!repository) return
  const { id: repositoryId, issueReferencesSyncedAt: last, organization } = repository
  const startAfter = last ? new Date(last.getTime() + (pauseSeconds + 1) * 1_000) : undefined
  await tx.jobs.send(
    syncRepository,
    { repositoryId },
    { key: repositoryId, group: groupOf(organization), startAfter },
  )
}

/** Has those issues read anew that the text of a pull request names, of its own repository. */
export const scheduleMentionedBy = async (tx: Tx, pullRequestId: string) => {
  const { body, repository } = await tx.db.pullRequest.findUniqueOrThrow({
    where: { id: pullRequestId },
    select: {
      body: true,
      repository: { select: { id: true, name: true, organization: { select: { login: true } } } },
    },
  })
  const place = { owner: repository.organization.login, repository: repository.name }
  const numbers = github
    .mentionsIn(body)
    .filter((mention) => github.isOwn(mention, place))
    .map(({ number }) => number)
  if (numbers.length === 0) return
  await scheduleIssues(tx, { repositoryId: repository.id, number: { in: numbers } })
}
