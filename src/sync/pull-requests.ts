import type { Ctx } from '#context.ts'
import { GithubForbidden, GithubNotFound } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import * as pullRequests from '#pull-request/service.ts'

/**
 * Reads a pull request anew and stores what changed; one that GitHub does not show is left as it is.
 * Throws TryLater when GitHub can't be asked.
 */
export const readPullRequest = async (ctx: Ctx, pullRequestId: string): Promise<void> => {
  const pullRequest = await ctx.db.pullRequest.findUnique({
    where: { id: pullRequestId },
    include: { repository: { include: { organization: true } } },
  })
  if (!pullRequest || pullRequest.deletedAt || pullRequest.repository.deletedAt) return
  const { repository, number } = pullRequest
  const { organization } = repository
  if (!organizations.isActive(organization) || organization.installationId === null) return
  try {
    const { data } = await github
      .asInstallation(ctx, organization.installationId)
      .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        owner: organization.login,
        repo: repository.name,
        pull_number: number,
      })
    const found = github.payloads.pullRequest.parse(data)
    // Another repository has the name by now, of which we have yet to hear.
    if (found.externalId !== pullRequest.externalId) return
    await ctx.transaction((tx) => pullRequests.store(tx, repository, found, 'API'))
  } catch (error) {
    if (!(error instanceof GithubNotFound || error instanceof GithubForbidden)) throw error
  }
}
