import type { Ctx } from '#context.ts'
import type { FundStep, FundTotals } from '#ledger/service.ts'
import * as ledger from '#ledger/service.ts'
import { createBatch } from '#lib/batch.ts'
import type { Backer } from '#pledge/service.ts'
import * as pledges from '#pledge/service.ts'
import * as policy from './policy.ts'
import { type Receiver, receiverOf, receiverSelect } from './receiver.ts'

const pledgesOf = async ({ db }: Ctx, issueIds: string[]) => {
  const found = await db.pledge.findMany({
    where: { issueId: { in: issueIds } },
    select: { id: true, issueId: true },
  })
  return found.map(({ id, issueId }) => ({ group: issueId, pledgeId: id }))
}

/** Where the money of an issue went, by its id; for all that are asked for at once. */
export const totalsOfIssue = createBatch<Ctx, FundTotals>(
  async (ctx, issueIds) => ledger.totalsOf(ctx, await pledgesOf(ctx, issueIds)),
  ledger.noFunds,
)

/** How many steps the ledger of an issue has, by its id. */
export const stepCountOf = createBatch<Ctx, number>(
  async (ctx, issueIds) => ledger.countSteps(ctx, await pledgesOf(ctx, issueIds)),
  0,
)

type Part = Parameters<typeof ledger.stepsOf>[2]

/** The same part of the ledgers of several issues is one question; another part is another one. */
const stepsOfParts = createBatch<Ctx, FundStep[]>(async (ctx, keys) => {
  const asked = keys.map((key) => JSON.parse(key) as { part: Part; issueId: string })
  const steps = new Map<string, FundStep[]>()
  const pledges = Map.groupBy(
    await pledgesOf(
      ctx,
      asked.map(({ issueId }) => issueId),
    ),
    ({ group }) => group,
  )
  for (const [text, group] of Map.groupBy(asked, ({ part }) => JSON.stringify(part))) {
    const part = JSON.parse(text) as Part
    const wanted = group.flatMap(({ issueId }) => pledges.get(issueId) ?? [])
    const found = await ledger.stepsOf(ctx, wanted, part)
    for (const [issueId, ofIssue] of Map.groupBy(found, (step) => step.group)) {
      steps.set(JSON.stringify({ part, issueId }), ofIssue)
    }
  }
  return steps
}, [])

/** A part of what happened to the money of an issue. */
export const stepsOfIssue = (ctx: Ctx, issueId: string, part: Part): Promise<FundStep[]> =>
  stepsOfParts(ctx, JSON.stringify({ part, issueId }))

/** Steps by their ids, of issues that the viewer may see. */
export const readableSteps = async (ctx: Ctx, ids: string[]): Promise<FundStep[]> => {
  const steps = await ledger.stepsByIds(ctx, ids)
  const pledges = await ctx.db.pledge.findMany({
    where: {
      id: { in: steps.map(({ pledgeId }) => pledgeId) },
      issue: policy.issueReadable(ctx.viewer),
    },
    select: { id: true },
  })
  const readable = new Set(pledges.map(({ id }) => id))
  return steps.filter(({ pledgeId }) => readable.has(pledgeId))
}

/** Whose name a pledge bears, as the viewer may see it, by its id. */
export const backerOfPledge = createBatch<Ctx, Backer | null>(async (ctx, ids) => {
  const found = await ctx.db.pledge.findMany({
    where: { id: { in: ids } },
    select: { id: true, ...pledges.backerSelect },
  })
  return new Map(found.map((pledge) => [pledge.id, pledges.backerOf(ctx.viewer, pledge)]))
}, null)

/** Who gets a share, by its id. */
export const receiverOfShare = createBatch<Ctx, Receiver | null>(async ({ db }, ids) => {
  const found = await db.issueReward.findMany({
    where: { id: { in: ids } },
    select: { id: true, ...receiverSelect },
  })
  return new Map(found.map((share) => [share.id, receiverOf(share)]))
}, null)
