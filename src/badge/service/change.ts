import type { Ctx } from '#context.ts'
import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { hasBadge, withoutBadge } from '#lib/badge-markers.ts'
import type { BadgeChange } from '../jobs.ts'
import { shouldAdd, shouldRemove, unreachable } from '../rules.ts'
import { contentOf, factsOf, findSubject, installationFacts, type Subject } from '../subject.ts'
import { render, sameText, withBadge } from '../text.ts'

/**
 * What became of a change. `CHANGED`: the badge is written, or gone; `SKIPPED`: there was nothing
 * to do; `FAILED`: GitHub does not let us.
 */
export type Outcome = 'CHANGED' | 'SKIPPED' | 'FAILED'

type Settings = Parameters<typeof factsOf>[0]

/** Why a change of an issue's badge is not made, by the rules of now; null: it is made. */
const objectionTo = (settings: Settings, issue: Subject, change: BadgeChange) => {
  if (change.action === 'UPDATE') {
    if (!issue.pledgeBadgeEmbeddedAt) return 'BADGE_NOT_EMBEDDED'
    return unreachable(installationFacts(issue.organization))
  }
  const facts = factsOf(settings, issue)
  if (change.action === 'EMBED') {
    const decision = shouldAdd(facts, change.trigger)
    return decision.add ? null : decision.reason
  }
  const decision = shouldRemove(facts)
  return decision.remove ? null : decision.reason
}

const badgeOf = (settings: Settings, issue: Subject) => render(contentOf(settings, issue))

/** What a text becomes. Who took a badge off by hand does not want it back. */
const changed = (settings: Settings, issue: Subject, { action }: BadgeChange, body: string) => {
  if (action === 'REMOVE') return withoutBadge(body)
  if (action === 'UPDATE' && !hasBadge(body)) return body
  return withBadge(body, badgeOf(settings, issue))
}

/** Whether an issue never gets a badge by itself again: a run that found none says nothing of that. */
const isRefusal = (change: BadgeChange, before: string) =>
  change.action === 'REMOVE' && (change.trigger === 'label' || hasBadge(before))

/** Writes down what GitHub has now; `before`: the text that it had. */
const record = async (
  ctx: Ctx,
  issue: Subject,
  change: BadgeChange,
  { before, answer }: { before: string; answer: unknown },
) => {
  const data = github.payloads.issue.parse(answer)
  await ctx.transaction(async (tx) => {
    await issues.store(tx, issue.repository, data, 'API')
    if (isRefusal(change, before)) await issues.markBadgeRefused(tx, issue.id)
  })
}

/**
 * Reads the text of an issue from GitHub, changes its badge, writes the text if that makes it
 * another one, and stores what GitHub has then. Throws GithubRefusal, TryLater.
 */
const rewrite = async (
  ctx: Ctx,
  issue: Subject,
  installationId: bigint,
  change: BadgeChange,
): Promise<Outcome> => {
  const api = github.asInstallation(ctx, installationId)
  const place = {
    owner: issue.organization.login,
    repo: issue.repository.name,
    issue_number: issue.number,
  }
  const { data: found } = await api.request(
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    place,
  )
  // GitHub leads from the old place of a transferred issue to its new one, which has its own row.
  if (BigInt(found.id) !== issue.externalId) return 'SKIPPED'
  const before = found.body ?? ''
  const body = changed(ctx, issue, change, before)
  const isSame = sameText(body, before)
  const answer = isSame
    ? found
    : (await api.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { ...place, body }))
        .data
  await record(ctx, issue, change, { before, answer })
  const wasEmbedded = issue.pledgeBadgeEmbeddedAt !== null
  // A worker may have been killed after it wrote the text and before it wrote that down.
  return isSame && wasEmbedded === hasBadge(body) ? 'SKIPPED' : 'CHANGED'
}

/**
 * Makes a change of an issue's badge, if the rules still want it: they may have changed since it
 * was asked for. What GitHub refuses is logged and not tried again. Throws TryLater while GitHub
 * can't be asked.
 */
export const changeBadgeOf = async (
  ctx: Ctx,
  issueId: string,
  change: BadgeChange,
): Promise<Outcome> => {
  const issue = await findSubject(ctx, issueId)
  const objection = issue ? objectionTo(ctx, issue, change) : 'ISSUE_DELETED'
  const installationId = issue?.organization.installationId
  if (!issue || objection || !installationId) {
    ctx.log.info({ issueId, ...change, objection }, 'badge left as it is')
    return 'SKIPPED'
  }
  try {
    return await rewrite(ctx, issue, installationId, change)
  } catch (error) {
    if (!(error instanceof GithubRefusal)) throw error
    ctx.log.warn({ err: error, issueId, ...change }, 'badge not changed: GitHub refuses')
    return 'FAILED'
  }
}
