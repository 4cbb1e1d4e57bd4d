import type { Ctx } from '#context.ts'
import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'

/** GitHub can send again what is at most three days old ("Redelivering webhooks"). */
const windowMs = 3 * 24 * 3_600_000

/** What was sent this lately may still be on its way to us. */
const settlingMs = 60_000

/** A delivery that GitHub could not bring in so many attempts is given up. */
const attemptsAtMost = 10

const lastLook = 'github-webhook:redelivery:since'

/** One attempt of GitHub's to bring us a delivery. */
type Attempt = { id: string; guid: string; at: Date; isAccepted: boolean }

/** The App's attempts since a moment, the newest first. */
const readAttempts = async (ctx: Ctx, since: Date): Promise<Attempt[]> => {
  const attempts: Attempt[] = []
  const pages = github.asApp(ctx).pages('GET /app/hook/deliveries', { per_page: 100 })
  for await (const page of pages) {
    const found = page.map(({ id, guid, delivered_at, status_code }) => ({
      // Greater than 2^53: Octokit reads it as a bigint, whatever its types say.
      id: `${id}`,
      guid: guid.toLowerCase(),
      at: new Date(delivered_at),
      isAccepted: status_code >= 200 && status_code < 300,
    }))
    attempts.push(...found.filter(({ at }) => at >= since))
    if (found.some(({ at }) => at < since)) break
  }
  return attempts
}

/** The last attempt of each delivery that neither GitHub nor we know to be accepted. */
const findLost = async (ctx: Ctx, attempts: Attempt[]): Promise<Attempt[]> => {
  const settled = new Date(Date.now() - settlingMs)
  const lost = [...Map.groupBy(attempts, ({ guid }) => guid).values()].flatMap((all) => {
    const [newest] = all
    const isLost = newest && newest.at < settled && !all.some(({ isAccepted }) => isAccepted)
    return isLost && all.length < attemptsAtMost ? [newest] : []
  })
  const known = await ctx.db.webhookDelivery.findMany({
    where: { id: { in: lost.map(({ guid }) => guid) } },
    select: { id: true },
  })
  const received = new Set(known.map(({ id }) => id))
  return lost.filter(({ guid }) => !received.has(guid))
}

const request = async (ctx: Ctx, { id, guid }: Attempt) => {
  try {
    await github.asApp(ctx).request('POST /app/hook/deliveries/{delivery_id}/attempts', {
      delivery_id: id as unknown as number,
    })
    ctx.log.info({ delivery: guid }, 'GitHub was asked to send a delivery again')
  } catch (error) {
    // One that GitHub does not send again must not keep the others.
    if (!(error instanceof GithubRefusal)) throw error
    ctx.log.warn({ err: error, delivery: guid }, 'GitHub does not send a delivery again')
  }
}

/**
 * Asks GitHub to send again what it could not bring us, for it never does so by itself
 * ("Handling failed webhook deliveries"). Looks back to the last time, and an hour further: a new
 * attempt that fails is found by the next look. Does nothing without an App.
 */
export const requestLost = async (ctx: Ctx): Promise<void> => {
  if (ctx.config.GITHUB_APP_ID === undefined) return
  const now = new Date()
  const oldest = new Date(now.getTime() - windowMs)
  const last = await ctx.cache.get(lastLook)
  const since = last ? new Date(Math.max(oldest.getTime(), Date.parse(last) - 3_600_000)) : oldest
  for (const attempt of await findLost(ctx, await readAttempts(ctx, since))) {
    await request(ctx, attempt)
  }
  await ctx.cache.set(lastLook, now.toISOString(), windowMs / 1_000)
}
