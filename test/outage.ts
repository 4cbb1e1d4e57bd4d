import { setTimeout } from 'node:timers/promises'
import { startMarker } from '#lib/badge-markers.ts'
import { encodeId } from '#lib/ids.ts'
import { seedOnce } from '#seed.ts'
import * as sync from '#sync/service.ts'
import { startWithGithub } from './github-sandbox.ts'
import { startProcess } from './processes.ts'

/** Asks again and again until the answer is yes. Fails with what was waited for. */
export const until = async (what: string, seconds: number, isSo: () => Promise<boolean>) => {
  const deadline = Date.now() + seconds * 1_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`)
    await setTimeout(25)
  }
}

type Counts = { count: number }

/**
 * Everything at once: a repository that is read for the first time, badges that come to all issues
 * of two, timelines and issues that are read anew, and one real worker that does it. `recovered`
 * waits until it is done, and counts.
 */
export const startBusyWorld = async ({ size = 450 } = {}) => {
  const { app, github, stop } = await startWithGithub()
  const { control, webhooks } = github
  await seedOnce(app.db)
  webhooks.sendTo(`${app.address}/webhooks/github`, app.env.GITHUB_WEBHOOK_SECRET)
  const acme = await app.db.organization.findFirstOrThrow({ where: { login: 'acme' } })

  const count = async (sql: TemplateStringsArray, ...values: unknown[]) => {
    const [row] = await app.db.$queryRaw<Counts[]>(sql, ...values)
    return row?.count ?? 0
  }
  const jobs = {
    /** Due, or postponed. What waits for a later moment on purpose does not count. */
    open: () => count`
      SELECT count(*)::int FROM pgboss.job WHERE name <> 'dead' AND state < 'completed'
        AND (start_after < now() + interval '2 seconds' OR data ? 'attempts')`,
    /** How often a job was sent again for later. */
    postponed: () => count`SELECT count(*)::int FROM pgboss.job WHERE data ? 'attempts'`,
    /** The most times in a row. */
    attempts: () => count`
      SELECT coalesce(max((data->>'attempts')::int), 0) AS count FROM pgboss.job`,
    /** Tries that were used up, of all jobs. */
    retries: () => count`SELECT coalesce(sum(retry_count), 0)::int AS count FROM pgboss.job`,
    /** Those that ended in another way than well. */
    failed: () => count`
      SELECT count(*)::int FROM pgboss.job WHERE name = 'dead' OR state IN ('failed', 'cancelled')`,
    /** Lets what waits, because of an outage or of a spread, begin now. */
    hurry: () => app.db.$executeRaw`
      UPDATE pgboss.job SET start_after = now() WHERE state = 'created' AND start_after > now()`,
  }

  /** Badges for all open issues of the two public repositories. */
  const embed = async () => {
    const ada = await app.db.user.findFirstOrThrow({ where: { login: 'ada-demo' } })
    const repositories = await app.db.repository.findMany({
      where: { name: { in: ['rocket', 'launchpad'] } },
    })
    const { cookie } = await app.signIn(ada.id)
    const { data } = await app.query<{ updateBadgeSettings: object }, object>(
      `mutation ($input: UpdateBadgeSettingsInput!) {
        updateBadgeSettings(input: $input) { __typename }
      }`,
      {
        input: {
          organizationId: encodeId('Organization', acme.id),
          showAmount: true,
          minimumAmount: { amount: 2000, currency: 'USD' },
          repositories: repositories.map(({ id }) => ({
            repositoryId: encodeId('Repository', id),
            autoEmbed: true,
            retroactive: true,
          })),
        },
      },
      { cookie },
    )
    return data?.updateBadgeSettings
  }

  /** Three commits and a pull request that refer to issues of which nobody told us. */
  const refer = () => {
    const repository = 'acme/rocket'
    for (const number of [1, 2, 3]) {
      const { sha } = control.addCommit({ repository, message: `Fix #${number}` })
      control.referenceCommit({ repository, number, sha })
    }
    control.crossReference({ repository, number: 1, source: { repository, number: 61 } })
  }

  const listPath = '/api/v3/repos/acme/big/issues'
  const syncOf = async (kind: 'ISSUES' | 'PULL_REQUESTS') =>
    app.db.repositorySync.findFirst({ where: { kind, repository: { name: 'big' } } })
  const changedBadges = async () => {
    const { _sum } = await app.db.badgeRun.aggregate({ _sum: { changedCount: true } })
    return _sum.changedCount ?? 0
  }
  const requests = () => control.countRequests({ path: '/api/v3' })

  control.addRepository({ owner: 'acme', name: 'big' })
  control.createIssues({ repository: 'acme/big', count: size })
  refer()
  await webhooks.settled()
  const { id } = github.world.installations[0] ?? { id: 0 }
  control.acceptPermissions({ id, permissions: null })
  await webhooks.settled()
  await sync.refreshIssues(app.ctx)
  await sync.refreshTimelines(app.ctx)
  await embed()
  await jobs.hurry()
  control.clearRequests()
  // GitHub is not as fast as this machine.
  control.failNext({ path: '/api/v3', times: 'always', delayMs: 40 })
  const worker = await startProcess('src/worker.ts', {
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    DATABASE_URL: app.env.DATABASE_URL ?? '',
    GITHUB_APP_ID: `${github.appId}`,
    GITHUB_APP_PRIVATE_KEY: github.keys.privateKey,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_WEBHOOK_SECRET: app.env.GITHUB_WEBHOOK_SECRET,
  })
  // The clock would send jobs of its own in the midst.
  const { boss } = app.app.queue
  for (const { name } of await boss.getSchedules()) await boss.unschedule(name)

  return {
    app,
    control,
    jobs,
    requests,

    /** Pages, badges and issues are being read and written; none of it is through. */
    underWay: async () => {
      await until('all is under way', 60, async () => {
        const first = await syncOf('ISSUES')
        const read = await app.db.issue.count({ where: { githubIssueFetchedAt: { not: null } } })
        return (first?.syncedCount ?? 0) > 0 && (await changedBadges()) > 2 && read > 2
      })
      return {
        pages: (await syncOf('ISSUES'))?.state,
        badges: await app.db.badgeRun.count({ where: { state: 'RUNNING' } }),
        openJobs: (await jobs.open()) > 20,
      }
    },

    /** What happens on GitHub meanwhile; its webhooks arrive. */
    liveOn: async () => {
      const repository = 'acme/launchpad'
      const { number } = control.openIssue({ repository, title: 'No answer', labels: ['Fund'] })
      control.labelIssue({ repository, number: 1, label: 'Fund' })
      control.closeIssue({ repository, number: 2 })
      await webhooks.settled()
      return number
    },

    /** What is there once all is done; `isHurried`: without the waits of jobs that nobody told when. */
    recovered: async (seconds: number, { isHurried = false } = {}) => {
      await until('all is done', seconds, async () => {
        if (isHurried) await jobs.hurry()
        await webhooks.settled()
        const waiting = await app.db.webhookDelivery.count({ where: { status: 'RECEIVED' } })
        return waiting === 0 && (await jobs.open()) === 0
      })
      const open = await app.db.issue.findMany({
        where: { state: 'OPEN', repository: { name: { in: ['rocket', 'launchpad'] } } },
        include: { repository: true },
      })
      const pathOf = (repository: string, number: number) =>
        `/api/v3/repos/acme/${repository}/issues/${number}`
      const wellAt = (path: string, method: string) => {
        const { byStatus } = control.countRequests({ path, method, exact: true })
        return (byStatus[200] ?? 0) + (byStatus[304] ?? 0)
      }
      return {
        bigIssues: await app.db.issue.count({ where: { repository: { name: 'big' } } }),
        syncs: await app.db.repositorySync.groupBy({ by: ['state'], _count: true }),
        pagesRead: wellAt(listPath, 'GET'),
        // Two, if the installation's own reading was put off until the repository's had ended.
        readings: await app.db.repositorySync.findFirstOrThrow({
          where: { kind: 'ISSUES', repository: { name: 'big' } },
          select: { run: true },
        }),
        runs: await app.db.badgeRun.findMany({
          select: { state: true, failedCount: true },
          orderBy: { id: 'asc' },
        }),
        badges: open.map(({ body }) => body.split(startMarker).length - 1),
        writes: open.map(({ number, repository }) =>
          wellAt(pathOf(repository.name, number), 'PATCH'),
        ),
        // Nothing but the refresh reads these.
        reads: [1, 2, 3].map((number) => wellAt(pathOf('secret-fuel', number), 'GET')),
        references: await app.db.issueReference.groupBy({
          by: ['issueId', 'type', 'externalId'],
          where: { issue: { number: { in: [1, 2, 3] }, repository: { name: 'rocket' } } },
          _count: true,
        }),
        retries: await jobs.retries(),
        failed: await jobs.failed(),
      }
    },

    stop: async () => {
      await worker.stop()
      await stop()
    },
  }
}

export type BusyWorld = Awaited<ReturnType<typeof startBusyWorld>>
