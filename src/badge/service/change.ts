import type { Ctx } from '#context.ts'
import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import * as issues from '#issue/service.ts'
import { hasBadge, withoutBadge } from '#lib/badge-markers.ts'
import type { BadgeChange } from '../jobs.ts'
import { generalReason, shouldAdd, shouldRemove, unreachable } from '../rules.ts'
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

/** Stores what GitHub answered of an issue, which it may lead to another place. */
const store = async (ctx: Ctx, issue: Subject, answer: unknown): Promise<Subject | null> => {
  const data = github.payloads.issue.parse(answer)
  // GitHub leads from the old place of a transferred issue to its new one, which has its own row.
  if (data.externalId !== issue.externalId) return null
  await ctx.transaction((tx) => issues.store(tx, issue.repository, data, 'API'))
  return findSubject(ctx, issue.id)
}

const placeOf = ({ organization, repository, number }: Subject) => ({
  owner: organization.login,
  repo: repository.name,
  issue_number: number,
})

/**
 * Reads an issue from GitHub, and writes its text if the change makes it another one. What is
 * decided is decided by GitHub's own answer: events come in any order, and several in one second.
 * Throws GithubRefusal, TryLater.
 */
const rewrite = async (
  ctx: Ctx,
  known: Subject,
  installationId: bigint,
  change: BadgeChange,
): Promise<Outcome> => {
  const api = github.asInstallation(ctx, installationId)
  const read = await api.request('GET /repos/{owner}/{repo}/issues/{issue_number}', placeOf(known))
  const issue = await store(ctx, known, read.data)
  const objection = issue ? objectionTo(ctx, issue, change) : 'ISSUE_DELETED'
  if (!issue || objection) return leave(ctx, known.id, change, objection)
  const before = read.data.body ?? ''
  const body = changed(ctx, issue, change, before)
  const isSame = sameText(body, before)
  if (!isSame) {
    const written = await api.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...placeOf(issue),
      body,
    })
    await store(ctx, issue, written.data)
  }
  if (isRefusal(change, before)) {
    await ctx.transaction((tx) => issues.markBadgeRefused(tx, issue.id))
  }
  return isSame ? 'SKIPPED' : 'CHANGED'
}

const leave = (ctx: Ctx, issueId: string, change: BadgeChange, objection: string | null) => {
  ctx.log.info({ issueId, ...change, objection }, 'badge left as it is')
  return 'SKIPPED' as const
}

/** What speaks against a change before GitHub is asked; a run does not ask in vain. */
const firstObjectionTo = (settings: Settings, issue: Subject, change: BadgeChange) => {
  const isBulk = change.action === 'UPDATE' || change.trigger === 'bulk'
  return isBulk ? objectionTo(settings, issue, change) : generalReason(factsOf(settings, issue))
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
  const objection = issue ? firstObjectionTo(ctx, issue, change) : 'ISSUE_DELETED'
  const installationId = issue?.organization.installationId
  if (!issue || objection || !installationId) return leave(ctx, issueId, change, objection)
  try {
    return await rewrite(ctx, issue, installationId, change)
  } catch (error) {
    if (!(error instanceof GithubRefusal)) throw error
    ctx.log.warn({ err: error, issueId, ...change }, 'badge not changed: GitHub refuses')
    return 'FAILED'
  }
}
