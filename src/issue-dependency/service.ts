import type { Ctx, Tx } from '#context.ts'
import type { Issue } from '#generated/prisma/client.ts'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { inReach } from '#organization/service.ts'
import { syncIssue as syncIssueJob } from './jobs.ts'

/** What is read for one text at most: a text of links alone would use up GitHub's limit. */
const maximumMentions = 100

/** The issues of other owners that a text names with their repository. */
const foreignIn = (body: string, login: string): issues.IssuePlace[] =>
  github
    .mentionsIn(body)
    .flatMap(({ owner, repository, number }) =>
      owner && repository && owner.toLowerCase() !== login.toLowerCase()
        ? [{ owner, repository, number }]
        : [],
    )
    .slice(0, maximumMentions)

/** An issue that the App can read, with its owner. */
const findInReach = ({ db }: Pick<Ctx | Tx, 'db'>, id: string) =>
  db.issue.findFirst({
    where: { id, deletedAt: null, repository: { deletedAt: null }, organization: inReach },
    include: { organization: { select: { login: true, installationId: true } } },
  })

/** Has the issues read that the text of an issue names, if it names any of another owner. */
export const schedule = async (tx: Tx, issueId: string) => {
  const issue = await findInReach(tx, issueId)
  if (!issue || foreignIn(issue.body, issue.organization.login).length === 0) return
  const group = { id: `${issue.organization.installationId}` }
  await tx.jobs.send(syncIssueJob, { issueId }, { key: issueId, group })
}

/** An issue that everybody may see by its place, if we have it. */
const findStored = ({ db }: Ctx, { owner, repository: name, number }: issues.IssuePlace) =>
  db.issue.findFirst({
    where: {
      number,
      deletedAt: null,
      organization: { login: owner },
      repository: { name, isSuperseded: false, isPrivate: false, deletedAt: null },
    },
  })

const store = (ctx: Ctx, dependent: Issue, dependencies: Issue[]) =>
  ctx.transaction(async (tx) => {
    const { id: issueId, repositoryId, organizationId } = dependent
    const { count } = await tx.db.issueDependency.createMany({
      data: dependencies.map(({ id: dependencyIssueId }) => ({
        organizationId,
        repositoryId,
        dependentIssueId: issueId,
        dependencyIssueId,
      })),
      skipDuplicates: true,
    })
    if (count > 0) tx.publish('issue.updated', { issueId, repositoryId, organizationId })
  })

/**
 * Stores on which issues of others an issue depends: those that its text names with their
 * repository, read from GitHub where we don't have them. Issues that not everybody may see are
 * passed over. Doing it twice changes nothing. Ends quietly where the issue is gone or the App can't
 * read. Throws TryLater when GitHub's limits are reached; what was read until then is kept.
 */
export const syncIssue = async (ctx: Ctx, issueId: string) => {
  const found = await findInReach(ctx, issueId)
  if (!found?.organization.installationId || !github.hasApp(ctx)) {
    ctx.log.warn({ issueId }, 'dependencies not read: the issue is gone or out of reach')
    return
  }
  const { organization, ...dependent } = found
  const client = github.asInstallation(ctx, found.organization.installationId)
  const dependencies = new Map<string, Issue>()
  for (const place of foreignIn(dependent.body, organization.login)) {
    const issue = (await findStored(ctx, place)) ?? (await issues.importForeign(ctx, place, client))
    if (issue && !issue.deletedAt) dependencies.set(issue.id, issue)
  }
  dependencies.delete(issueId)
  await store(ctx, dependent, [...dependencies.values()])
}
