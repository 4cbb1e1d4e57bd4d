import { startWithApp } from '../sandbox/github/testing.ts'
import { startTestApp } from './app.ts'
import { createMembership, createUser } from './demo.ts'

/**
 * The application, its worker and GitHub's sandbox, which know each other: acme has the App, a
 * public and a private repository without issues, and an admin.
 */
export const startBadgeWorld = async ({ worker = true, settings = {} } = {}) => {
  const github = await startWithApp()
  const app = await startTestApp({
    worker,
    settings: {
      GITHUB_APP_ID: `${github.appId}`,
      GITHUB_APP_PRIVATE_KEY: github.keys.privateKey,
      GITHUB_API_URL: github.apiUrl,
      FRONTEND_URL: 'https://polar.test',
      PUBLIC_URL: 'https://api.polar.test',
      ...settings,
    },
  })
  const secret = app.env.GITHUB_WEBHOOK_SECRET
  github.control.sendWebhooksTo({ url: `${app.address}/webhooks/github`, secret })

  const { accounts, installations, repositories } = github.world
  const account = accounts.find(({ login }) => login === 'acme')
  const installation = installations.find(({ accountId }) => accountId === account?.id)
  if (!account || !installation) throw new Error('The sandbox has no acme')
  const organization = await app.db.organization.create({
    data: {
      externalId: BigInt(account.id),
      login: 'acme',
      avatarUrl: 'https://avatars.test/acme',
      isPersonal: false,
      installationId: BigInt(installation.id),
    },
  })
  const repositoryNamed = async (name: string) => {
    const found = repositories.find((one) => one.name === name)
    if (!found) throw new Error(`The sandbox has no ${name}`)
    return app.db.repository.create({
      data: {
        externalId: BigInt(found.id),
        name,
        isPrivate: found.isPrivate,
        organizationId: organization.id,
      },
    })
  }
  const rocket = await repositoryNamed('rocket')
  const secretFuel = await repositoryNamed('secret-fuel')
  const ada = await createUser(app.db, { login: 'ada-demo' })
  await createMembership(app.db, {
    userId: ada.id,
    organizationId: organization.id,
    isAdmin: true,
  })

  const badgeJobs = async () => {
    const [row] = await app.db.$queryRaw<{ open: number }[]>`
      SELECT count(*)::int AS open FROM pgboss.job
      WHERE name LIKE 'badge.%' AND state < 'completed'`
    return row?.open ?? 0
  }

  /** Waits until nothing is left of what happened: webhooks, jobs, and webhooks of these. */
  const settled = async () => {
    const deadline = Date.now() + 15_000
    let known = -1
    while (Date.now() < deadline) {
      await github.webhooks.settled()
      await app.settled()
      const deliveries = await app.db.webhookDelivery.count()
      if ((await badgeJobs()) === 0 && deliveries === known) return
      known = deliveries
    }
    throw new Error('Something still goes on')
  }

  let seconds = 0

  /** Another second for GitHub, whose times are whole ones: what happens now is later than before. */
  const tick = () => {
    seconds += 1
    const now = new Date(Date.now() + seconds * 1_000).toISOString()
    github.control.changeSettings({ now })
  }

  const pathOf = (number: number, repo = 'rocket') => `/api/v3/repos/acme/${repo}/issues/${number}`

  return {
    app,
    github,
    organization,
    rocket,
    secretFuel,
    ada: { ...ada, headers: { cookie: (await app.signIn(ada.id)).cookie } },
    settled,
    tick,

    /** Opens an issue on GitHub; its number and our row. */
    openIssue: async (given: { labels?: string[]; body?: string; repository?: string } = {}) => {
      const { repository = 'acme/rocket', ...rest } = given
      tick()
      const { id } = github.control.openIssue({
        repository,
        title: 'It does not fly',
        body: 'It stays on the ground.',
        ...rest,
      })
      await settled()
      return app.db.issue.findUniqueOrThrow({ where: { externalId: BigInt(id) } })
    },

    /** So many open issues on GitHub and here, a second apart, of which nobody was told. */
    createIssues: async (count: number) => {
      const repository = 'acme/rocket'
      const { first } = github.control.createIssues({ repository, count, body: 'Please.' })
      const octokit = await github.app.getInstallationOctokit(installation.id)
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues', {
        owner: 'acme',
        repo: 'rocket',
        per_page: 100,
      })
      const rows = data.filter(({ number }) => number >= first)
      await app.db.issue.createMany({
        data: rows.map((issue) => ({
          externalId: BigInt(issue.id),
          number: issue.number,
          title: issue.title,
          body: issue.body ?? '',
          state: 'OPEN' as const,
          issueCreatedAt: new Date(issue.created_at),
          issueUpdatedAt: new Date(issue.updated_at),
          organizationId: organization.id,
          repositoryId: rocket.id,
        })),
      })
      return rows.map(({ number }) => number).sort((a, b) => a - b)
    },

    /** The text of an issue on GitHub. */
    textOf: async (number: number, repo = 'rocket') => {
      const octokit = await github.app.getInstallationOctokit(installation.id)
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
        owner: 'acme',
        repo,
        issue_number: number,
      })
      return data.body ?? ''
    },

    /** The numbers of the issues whose text was written, in that order. */
    writes: () =>
      github.control
        .listRequests()
        .filter(({ method }) => method === 'PATCH')
        .map(({ path }) => Number(path.split('/').at(-1))),

    row: (id: string) => app.db.issue.findUniqueOrThrow({ where: { id } }),

    /** How often the text of an issue was written. */
    writesOf: (number: number, repo?: string) =>
      github.control.countRequests({ path: pathOf(number, repo), exact: true, method: 'PATCH' })
        .total,

    stop: async () => {
      await app.stop()
      await github.stop()
    },
  }
}

export type BadgeWorld = Awaited<ReturnType<typeof startBadgeWorld>>
