import type { Ctx } from '#context.ts'
import { GithubNotConnected, GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { personOf } from '#lib/viewer.ts'
import {
  BadgeUnavailable,
  longestMessage,
  MessageInvalid,
  RefusedByGithub,
  RepositoryEmbedsBadges,
} from '../errors.ts'
import * as policy from '../policy.ts'
import { generalReason, unreachable } from '../rules.ts'
import { contentOf, factsOf, type Subject } from '../subject.ts'
import { render } from '../text.ts'
import { issueFor } from './access.ts'
import { request } from './events.ts'

/** What GitHub refuses becomes a result that says so; what it can't answer now, another one. */
const asked = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await github.orUnavailable(work)
  } catch (error) {
    if (error instanceof GithubRefusal) throw new RefusedByGithub(error.status)
    throw error
  }
}

const placeOf = ({ organization, repository, number }: Subject) => ({
  owner: organization.login,
  repo: repository.name,
  issue_number: number,
})

/** GitHub as the installation on an issue's organization. Throws BadgeUnavailable. */
const installationOf = (ctx: Ctx, issue: Subject) => {
  const { installationId } = issue.organization
  const reason = unreachable(factsOf(ctx, issue))
  if (reason) throw new BadgeUnavailable(reason)
  if (installationId === null) throw new BadgeUnavailable('ORG_NOT_INSTALLED')
  return github.asInstallation(ctx, installationId)
}

/** Throws RepositoryEmbedsBadges for staff who don't administer the organization. */
const issueToLabel = async (ctx: Ctx, issueId: string) => {
  const issue = await issueFor(ctx, issueId, policy.canChangeLabel)
  if (issue.repository.pledgeBadgeAutoEmbed && !policy.canChange(ctx.viewer, issue)) {
    throw new RepositoryEmbedsBadges()
  }
  return issue
}

/**
 * Gives an issue on GitHub the badge label of its repository; the badge follows when GitHub tells
 * of the label. Throws IssueNotFound, NotAnOrganizationAdmin, BadgeUnavailable,
 * RepositoryEmbedsBadges, RefusedByGithub, GithubUnavailable.
 */
export const addLabel = async (ctx: Ctx, issueId: string): Promise<void> => {
  const issue = await issueToLabel(ctx, issueId)
  await asked(
    installationOf(ctx, issue).request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...placeOf(issue),
      labels: [issue.repository.pledgeBadgeLabel],
    }),
  )
}

/** Takes the badge label off an issue on GitHub, if it is there. Throws as `addLabel` does. */
export const removeLabel = async (ctx: Ctx, issueId: string): Promise<void> => {
  const issue = await issueToLabel(ctx, issueId)
  const answer = installationOf(ctx, issue).request(
    'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
    { ...placeOf(issue), name: issue.repository.pledgeBadgeLabel },
  )
  await asked(github.orNull(answer))
}

const checkMessage = (message: string) => {
  if (message.trim() === '' || message.length > longestMessage) throw new MessageInvalid()
}

/**
 * Stores a message for the badge of an issue and has the badge written now, label or not. Throws
 * IssueNotFound, NotAnOrganizationAdmin, BadgeUnavailable, MessageInvalid.
 */
export const embedWithMessage = (ctx: Ctx, issueId: string, message: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const issue = await issueFor(tx, issueId)
    checkMessage(message)
    const reason = generalReason(factsOf(tx, issue))
    if (reason) throw new BadgeUnavailable(reason)
    await issues.setBadgeMessage(tx, issueId, message)
    await request(tx, issueId, { action: 'EMBED', trigger: 'message' })
  })

/**
 * Writes a comment on an issue in the viewer's name, with the badge below it if wished. Returns the
 * comment's address. Throws IssueNotFound, NotAnOrganizationAdmin, MessageInvalid,
 * GithubNotConnected, RefusedByGithub, GithubUnavailable.
 */
export const comment = async (
  ctx: Ctx,
  issueId: string,
  { message, appendBadge }: { message: string; appendBadge: boolean },
): Promise<string> => {
  const issue = await issueFor(ctx, issueId)
  checkMessage(message)
  const token = await github.userToken(ctx, personOf(ctx).userId)
  if (!token) throw new GithubNotConnected()
  const badge = appendBadge ? `\n\n${render(contentOf(ctx, issue), { hasMessage: false })}` : ''
  const { data } = await asked(
    github.asUser(ctx, token).request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...placeOf(issue),
      body: `${message.trimEnd()}${badge}`,
    }),
  )
  return data.html_url
}
