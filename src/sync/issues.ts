import type { Ctx } from '#context.ts'
import { GithubForbidden, GithubGone, GithubNotFound } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import * as organizations from '#organization/service.ts'

const find = (ctx: Ctx, id: string) =>
  ctx.db.issue.findUnique({
    where: { id },
    include: { repository: { include: { organization: true } } },
  })

type Found = NonNullable<Awaited<ReturnType<typeof find>>>

type Answer =
  | { kind: 'unchanged' | 'moved' | 'gone' }
  | { kind: 'changed'; data: issues.IssueData; etag: string | null }

/** What GitHub says of an issue now, if that is news. */
const ask = async (ctx: Ctx, issue: Found, installationId: bigint): Promise<Answer> => {
  const { name, organization } = issue.repository
  try {
    const answer = await github
      .asInstallation(ctx, installationId)
      .request(
        'GET /repos/{owner}/{repo}/issues/{issue_number}',
        { owner: organization.login, repo: name, issue_number: issue.number },
        { etag: issue.githubIssueEtag },
      )
    if (answer.status === 304) return { kind: 'unchanged' }
    const data = github.payloads.issue.parse(answer.data)
    // A transferred issue has another id in its new place, to which GitHub leads.
    if (data.externalId !== issue.externalId) return { kind: 'moved' }
    return { kind: 'changed', data, etag: answer.etag }
  } catch (error) {
    if (error instanceof GithubGone) return { kind: 'gone' }
    if (error instanceof GithubNotFound || error instanceof GithubForbidden) {
      return { kind: 'unchanged' }
    }
    throw error
  }
}

/**
 * Reads an issue anew and stores what changed. Whatever GitHub answers is remembered as the time at
 * which it was asked; a deleted issue is deleted here. Throws TryLater when GitHub can't be asked.
 */
export const readIssue = async (ctx: Ctx, issueId: string): Promise<void> => {
  const issue = await find(ctx, issueId)
  if (!issue || issue.deletedAt || issue.repository.deletedAt) return
  const { organization } = issue.repository
  if (!organizations.isActive(organization) || organization.installationId === null) return
  const answer = await ask(ctx, issue, organization.installationId)
  await ctx.transaction(async (tx) => {
    if (answer.kind === 'changed') {
      await issues.store(tx, issue.repository, answer.data, 'API')
      return issues.markFetched(tx, issueId, answer.etag)
    }
    if (answer.kind === 'gone') await issues.removeById(tx, issueId)
    await issues.markFetched(tx, issueId)
  })
}
