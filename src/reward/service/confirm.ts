import type { Ctx, Tx } from '#context.ts'
import { IssueNotFound } from '#issue/errors.ts'
import * as issues from '#issue/service.ts'
import { once } from '#lib/idempotency.ts'
import { lockAll } from '#lib/locks.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import * as pledges from '#pledge/service.ts'
import { IssueAlreadyConfirmed, SplitInvalid } from '../errors.ts'
import * as policy from '../policy.ts'
import { type CheckedSplit, checkedSplits, type Split } from '../split.ts'
import { createRows } from './rows.ts'

/** Throws IssueNotFound for an issue that the viewer may not see, NotAnOrganizationAdmin. */
const requireAdmin = async (ctx: Ctx, issueId: string) => {
  const issue = await ctx.db.issue.findFirst({
    where: { AND: [policy.issueReadable(ctx.viewer), { id: issueId }] },
    select: { organizationId: true },
  })
  if (!issue) throw new IssueNotFound()
  if (!policy.canSplit(ctx.viewer, issue)) throw new NotAnOrganizationAdmin()
}

/** The issue, locked, if it can be split still. Throws IssueNotFound, IssueAlreadyConfirmed. */
const lockUnsplit = async (tx: Tx, issueId: string) => {
  const issue = await issues.lockFunding(tx, issueId)
  if (!issue || issue.deletedAt) throw new IssueNotFound()
  const known = await tx.db.issueReward.findFirst({ where: { issueId }, select: { id: true } })
  if (issue.confirmedSolvedAt || known) throw new IssueAlreadyConfirmed()
}

/**
 * Whoever confirms an issue or signs in takes this before looking for the other, so that a login
 * and its person never miss each other.
 */
export const lockLogins = (tx: Tx, logins: string[]) =>
  lockAll(
    tx.db,
    'reward-login',
    logins.map((login) => login.toLowerCase()),
  )

/** The people here who have these logins on GitHub, by the login in small letters. */
const usersByLogin = async (tx: Tx, logins: string[]) => {
  await lockLogins(tx, logins)
  const users = await tx.db.user.findMany({
    where: { login: { in: logins }, deletedAt: null },
    select: { id: true, login: true },
  })
  return new Map(users.map(({ id, login }) => [login?.toLowerCase(), id]))
}

const checkOrganizations = async (tx: Tx, splits: CheckedSplit[]) => {
  const ids = splits.flatMap(({ organizationId }) => organizationId ?? [])
  const found = await tx.db.organization.findMany({
    where: { id: { in: ids }, deletedAt: null },
    select: { id: true },
  })
  const known = new Set(found.map(({ id }) => id))
  for (const [index, { organizationId }] of splits.entries()) {
    if (organizationId === null || known.has(organizationId)) continue
    throw new SplitInvalid('There is no such organization', [`${index}`, 'organizationId'])
  }
}

const storeSplits = async (tx: Tx, issueId: string, splits: CheckedSplit[]) => {
  await checkOrganizations(tx, splits)
  const users = await usersByLogin(
    tx,
    splits.flatMap(({ githubLogin }) => githubLogin ?? []),
  )
  await tx.db.issueReward.createMany({
    data: splits.map(({ share, githubLogin, organizationId }) => ({
      issueId,
      shareThousands: share,
      organizationId,
      githubLogin,
      userId: githubLogin ? users.get(githubLogin.toLowerCase()) : undefined,
    })),
  })
}

export type Confirmation = {
  issueId: string
  splits: Split[]
  idempotencyKey?: string | null
}

/**
 * The maintainers say that an issue is solved, and what part of every pledge on it, of later ones
 * too, each receiver gets. Once for an issue, which may be open. Throws IssueNotFound,
 * NotAnOrganizationAdmin, SplitInvalid, IssueAlreadyConfirmed, IdempotencyConflict.
 */
export const confirmSolved = async (ctx: Ctx, input: Confirmation) => {
  const { issueId, idempotencyKey: key } = input
  await requireAdmin(ctx, issueId)
  const splits = checkedSplits(input.splits)
  return once(ctx, { mutation: 'confirmIssueSolved', key, input }, async (tx) => {
    await lockUnsplit(tx, issueId)
    await storeSplits(tx, issueId, splits)
    const confirmedBy = tx.viewer.kind === 'user' ? tx.viewer.userId : null
    await issues.markConfirmedSolved(tx, issueId, confirmedBy)
    await createRows(tx, issueId)
    await pledges.markPending(tx, issueId)
    await tx.emit('issue.confirmed_solved', { issueId })
    return { issueId }
  })
}
