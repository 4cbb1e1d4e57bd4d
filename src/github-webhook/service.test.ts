import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createPledge } from '../../test/backing.ts'
import {
  acme,
  installationEvent,
  issuesEvent,
  octocat,
  repositoryEvent,
  repositoryPayload,
} from '../../test/github.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.empty('organization', 'webhook_delivery')
})

type Event = { event: string; payload: object }

/** Delivers events one after the other, each done before the next; the last one's row. */
const happen = async (...events: Event[]) => {
  let last = ''
  for (const event of events) {
    last = (await app.deliver(event)).id
    await app.settled()
  }
  return app.db.webhookDelivery.findUniqueOrThrow({ where: { id: last } })
}

const organization = () => app.db.organization.findUniqueOrThrow({ where: { externalId: 100n } })
const repository = () => app.db.repository.findUniqueOrThrow({ where: { externalId: 1_000n } })
const issue = () => app.db.issue.findUniqueOrThrow({ where: { externalId: 5_000n } })

describe('installation', () => {
  test('created: organization and repositories are there', async () => {
    await happen(installationEvent('created'))
    expect(await organization()).toMatchObject({
      login: 'acme',
      isPersonal: false,
      installationId: 10n,
      status: 'ACTIVE',
      installationCreatedAt: new Date('2026-01-01T00:00:00Z'),
      deletedAt: null,
    })
    expect(await repository()).toMatchObject({ name: 'rocket', isPrivate: false })
  })

  test('created with more than a hundred repositories: the reading brings in the rest', async () => {
    const repositories = Array.from({ length: 101 }, (_, index) => ({
      id: 1_000 + index,
      name: `rocket-${index}`,
      private: false,
    }))
    const { event, payload } = installationEvent('created')
    const { status } = await happen({ event, payload: { ...payload, repositories } })
    expect(status).toBe('PROCESSED')
    expect(await app.db.repository.count()).toBe(100)
    const { id } = await organization()
    const readings = await app.db.$queryRaw`
      SELECT FROM pgboss.job
      WHERE name = 'sync.read_installation' AND singleton_key = ${id} AND state < 'completed'`
    expect(readings).toHaveLength(1)
  })

  test('of a person: the organization is personal', async () => {
    await happen(installationEvent('created', { account: octocat }))
    const person = await app.db.organization.findUniqueOrThrow({ where: { externalId: 200n } })
    expect(person.isPersonal).toBe(true)
  })

  test('deleted: organization and repositories are hidden, issues stay', async () => {
    await happen(installationEvent('created'), issuesEvent('opened'), installationEvent('deleted'))
    expect(await organization()).toMatchObject({ installationId: null, removedInstallationId: 10n })
    expect((await organization()).deletedAt).toBeInstanceOf(Date)
    expect((await repository()).deletedAt).toBeInstanceOf(Date)
    expect((await issue()).deletedAt).toBeNull()
  })

  test('created after deleted, in the wrong order: stays removed', async () => {
    const row = await happen(installationEvent('deleted'), installationEvent('created'))
    expect(row).toMatchObject({ status: 'IGNORED', reason: 'The installation is removed already' })
    expect((await organization()).deletedAt).toBeInstanceOf(Date)
  })

  test('again, later: comes back with its settings', async () => {
    await happen(installationEvent('created'), installationEvent('deleted'))
    await app.db.organization.updateMany({ data: { pledgeMinimumAmount: 5_000n } })
    await happen(installationEvent('created', { id: 11 }))
    expect(await organization()).toMatchObject({
      installationId: 11n,
      deletedAt: null,
      pledgeMinimumAmount: 5_000n,
    })
    expect((await repository()).deletedAt).toBeNull()
  })

  test('an old one deleted late: the new one stays', async () => {
    const row = await happen(
      installationEvent('created'),
      installationEvent('created', { id: 11 }),
      installationEvent('deleted'),
    )
    expect(row).toMatchObject({ status: 'IGNORED' })
    expect(await organization()).toMatchObject({ installationId: 11n, deletedAt: null })
  })

  test('repositories added and removed', async () => {
    let second = 1_767_225_600
    const change = (action: string, added: object[], removed: object[]) => ({
      event: 'installation_repositories',
      payload: {
        ...installationEvent(action, { updated_at: ++second }, { repositories: undefined }).payload,
        repositories_added: added,
        repositories_removed: removed,
      },
    })
    const pad = { id: 1_001, name: 'launchpad', private: true }
    const rocket = { id: 1_000, name: 'rocket', private: false }
    await happen(installationEvent('created'), change('added', [pad], []))
    const added = await app.db.repository.findUniqueOrThrow({ where: { externalId: 1_001n } })
    expect(added).toMatchObject({ name: 'launchpad', isPrivate: true, deletedAt: null })
    await happen(change('removed', [], [rocket]))
    expect((await repository()).deletedAt).toBeInstanceOf(Date)
    await happen(change('added', [rocket], []))
    expect((await repository()).deletedAt).toBeNull()
  })
})

describe('issues', () => {
  test('opened, of an account and a repository we never heard of: all three are there', async () => {
    const row = await happen(issuesEvent('opened'))
    expect(row).toMatchObject({ status: 'PROCESSED', reason: null })
    expect((await organization()).login).toBe('acme')
    expect((await repository()).name).toBe('rocket')
    expect(await issue()).toMatchObject({
      number: 1,
      title: 'It does not fly',
      state: 'OPEN',
      author: { login: 'octocat' },
      positiveReactionsCount: 5,
      totalEngagementCount: 8,
    })
  })

  test('opened, unknown and without an installation: ignored, with the reason', async () => {
    const row = await happen(issuesEvent('opened', { installation: null }))
    expect(row).toMatchObject({
      status: 'IGNORED',
      reason: 'The delivery names no installation',
    })
    expect(await app.db.organization.count()).toBe(0)
  })

  test('an older event does not overwrite a newer state', async () => {
    await happen(
      issuesEvent('edited', { issue: { title: 'New', updated_at: '2026-02-02T00:00:00Z' } }),
      issuesEvent('opened', { issue: { title: 'Old', updated_at: '2026-02-01T00:00:00Z' } }),
    )
    expect((await issue()).title).toBe('New')
  })

  test('closed and reopened', async () => {
    const closed = {
      state: 'closed',
      closed_at: '2026-02-01T00:00:00Z',
      updated_at: '2026-02-01T00:00:00Z',
    }
    await happen(issuesEvent('opened'), issuesEvent('closed', { issue: closed }))
    expect(await issue()).toMatchObject({
      state: 'CLOSED',
      issueClosedAt: new Date(closed.closed_at),
    })
    await happen(issuesEvent('reopened', { issue: { updated_at: '2026-02-02T00:00:00Z' } }))
    expect(await issue()).toMatchObject({ state: 'OPEN', issueClosedAt: null })
  })

  test('closed with money on it has to be confirmed, until it is or is open again', async () => {
    const at = (day: number) => `2026-02-0${day}T00:00:00Z`
    const close = (day: number) =>
      issuesEvent('closed', {
        issue: { state: 'closed', closed_at: at(day), updated_at: at(day) },
      })
    const reopen = (day: number) => issuesEvent('reopened', { issue: { updated_at: at(day) } })
    const needsConfirmation = async () => {
      const { data } = await app.query(
        '{ issue(owner: "acme", repository: "rocket", number: 1) { needsConfirmationSolved } }',
      )
      return data
    }
    const yes = { issue: { needsConfirmationSolved: true } }
    const no = { issue: { needsConfirmationSolved: false } }
    const asked: string[] = []
    app.app.signals.connect({
      'issue.needs_confirmation': async (_tx, { issueId }) => {
        asked.push(issueId)
      },
    })
    await happen(installationEvent('created'), issuesEvent('opened'), close(1))
    expect(await needsConfirmation()).toEqual(no)
    await createPledge(app.db, await issue())
    await happen(reopen(2), close(3))
    expect(await needsConfirmation()).toEqual(yes)
    expect(asked).toEqual([(await issue()).id])
    await happen(reopen(4))
    expect(await needsConfirmation()).toEqual(no)
    // Late: it was open again after that.
    await happen(close(3))
    expect(await needsConfirmation()).toEqual(no)
    await app.db.issue.updateMany({ data: { confirmedSolvedAt: new Date() } })
    await happen(close(5))
    expect(await needsConfirmation()).toEqual(no)
  })

  test('deleted: gone for good, whatever comes later', async () => {
    await happen(
      issuesEvent('opened'),
      issuesEvent('deleted'),
      issuesEvent('edited', { issue: { updated_at: '2027-01-01T00:00:00Z' } }),
    )
    expect((await issue()).deletedAt).toBeInstanceOf(Date)
  })

  test('deleted before it was ever seen: stays away', async () => {
    await happen(issuesEvent('deleted'), issuesEvent('opened'))
    expect((await issue()).deletedAt).toBeInstanceOf(Date)
  })

  test('labeled and unlabeled: labels and the flag follow, in any case of letters', async () => {
    const fund = { id: 1, name: 'fUND', color: '00ff00' }
    await happen(issuesEvent('labeled', { issue: { labels: [fund] } }))
    expect(await issue()).toMatchObject({ labels: [fund], hasPledgeBadgeLabel: true })
    await happen(
      issuesEvent('unlabeled', { issue: { labels: [], updated_at: '2026-01-04T00:00:00Z' } }),
    )
    expect(await issue()).toMatchObject({ labels: [], hasPledgeBadgeLabel: false })
  })

  test('an author and an assignee that went away are gone', async () => {
    await happen(
      issuesEvent('opened', { issue: { assignee: octocat, assignees: [octocat] } }),
      issuesEvent('edited', { issue: { user: null, updated_at: '2026-01-04T00:00:00Z' } }),
    )
    expect(await issue()).toMatchObject({ author: null, assignee: null, assignees: [] })
  })

  test('a payload without reactions keeps those we know', async () => {
    const later = { reactions: undefined, updated_at: '2026-01-04T00:00:00Z' }
    await happen(issuesEvent('opened'), issuesEvent('edited', { issue: later }))
    expect(await issue()).toMatchObject({ reactions: { totalCount: 6 }, totalEngagementCount: 8 })
  })
})

describe('organization and repository', () => {
  const renamed = (login: string, id = 100) => ({
    event: 'organization',
    payload: { action: 'renamed', organization: { ...acme, id, login }, installation: { id: 10 } },
  })

  test('organization renamed', async () => {
    await happen(installationEvent('created'), renamed('acme-rockets'))
    expect((await organization()).login).toBe('acme-rockets')
  })

  test('a login that another account took over: the old holder gives way', async () => {
    await happen(installationEvent('created'))
    await happen(
      installationEvent(
        'created',
        { id: 12, account: { ...acme, id: 300, login: 'ACME' } },
        { repositories: [] },
      ),
    )
    expect((await organization()).login).toBe('acme-renamed-100')
    const other = await app.db.organization.findUniqueOrThrow({ where: { externalId: 300n } })
    expect(other.login).toBe('ACME')
  })

  test('repository renamed, edited and archived', async () => {
    await happen(
      installationEvent('created'),
      repositoryEvent('renamed', { name: 'spaceship', updated_at: '2026-02-01T00:00:00Z' }),
      repositoryEvent('edited', {
        name: 'spaceship',
        description: 'Goes to Mars',
        updated_at: '2026-02-02T00:00:00Z',
      }),
      repositoryEvent('archived', {
        name: 'spaceship',
        description: 'Goes to Mars',
        archived: true,
        updated_at: '2026-02-03T00:00:00Z',
      }),
    )
    expect(await repository()).toMatchObject({
      name: 'spaceship',
      description: 'Goes to Mars',
      isArchived: true,
    })
  })

  test('privatized and publicized, in the wrong order: the later state holds', async () => {
    await happen(
      repositoryEvent('publicized', { private: false, updated_at: '2026-03-02T00:00:00Z' }),
      repositoryEvent('privatized', { private: true, updated_at: '2026-03-01T00:00:00Z' }),
    )
    expect((await repository()).isPrivate).toBe(false)
  })

  test('internal to an enterprise is private', async () => {
    await happen(
      repositoryEvent('edited'),
      repositoryEvent('edited', {
        private: true,
        visibility: 'internal',
        updated_at: '2026-02-01T00:00:00Z',
      }),
    )
    const { data } = await app.query('{ repository(owner: "acme", name: "rocket") { name } }')
    expect(data).toEqual({ repository: null })
    expect((await repository()).isPrivate).toBe(true)
  })

  test('unarchived is not archived any more', async () => {
    const at = (day: number) => `2026-02-0${day}T00:00:00Z`
    await happen(
      repositoryEvent('archived', { archived: true, updated_at: at(1) }),
      repositoryEvent('unarchived', { archived: false, updated_at: at(2) }),
    )
    expect((await repository()).isArchived).toBe(false)
  })

  test('made public by the event of that name', async () => {
    await happen(repositoryEvent('privatized', { private: true }))
    const later = { updated_at: '2026-03-01T00:00:00Z' }
    await happen({ event: 'public', payload: repositoryEvent('', later).payload })
    expect((await repository()).isPrivate).toBe(false)
  })

  test('deleted, before an issue of it comes late: both stay hidden', async () => {
    await happen(installationEvent('created'), repositoryEvent('deleted'), issuesEvent('opened'))
    expect((await repository()).deletedAt).toBeInstanceOf(Date)
  })

  test('deleted, then another with its name', async () => {
    await happen(repositoryEvent('deleted'), repositoryEvent('edited', { id: 1_002 }))
    const other = await app.db.repository.findUniqueOrThrow({ where: { externalId: 1_002n } })
    expect(other).toMatchObject({ name: 'rocket', deletedAt: null })
  })

  test('a name that another repository took over: it leads there, until the old holder has a new one', async () => {
    await happen(repositoryEvent('edited'), repositoryEvent('renamed', { id: 1_002 }))
    const holder = async () => {
      const { data } = await app.query('{ repository(owner: "acme", name: "rocket") { id } }')
      return data
    }
    const other = await app.db.repository.findUniqueOrThrow({ where: { externalId: 1_002n } })
    expect(await holder()).toEqual({ repository: { id: encodeId('Repository', other.id) } })
    expect(await repository()).toMatchObject({ isSuperseded: true, deletedAt: null })
    const later = { name: 'lander', updated_at: '2026-05-01T00:00:00Z' }
    await happen(repositoryEvent('renamed', later))
    expect(await repository()).toMatchObject({ name: 'lander', isSuperseded: false })
  })

  test('moved to another organization: its issues go along', async () => {
    await happen(issuesEvent('opened'))
    const other = { ...acme, id: 400, login: 'moon' }
    await happen({
      event: 'repository',
      payload: {
        action: 'edited',
        repository: repositoryPayload({ owner: other, updated_at: '2026-04-01T00:00:00Z' }),
        organization: other,
        installation: { id: 40 },
      },
    })
    const moon = await app.db.organization.findUniqueOrThrow({ where: { externalId: 400n } })
    expect((await repository()).organizationId).toBe(moon.id)
    expect((await issue()).organizationId).toBe(moon.id)
  })

  test('an event that names no installation is ignored', async () => {
    const { event, payload } = repositoryEvent('edited')
    const row = await happen({ event, payload: { ...payload, installation: undefined } })
    expect(row).toMatchObject({ status: 'IGNORED', reason: 'The delivery names no installation' })
  })
})

test('a payload of another shape fails its job and leaves no row', async () => {
  const { id } = await app.deliver({ event: 'issues', payload: { action: 'opened', issue: {} } })
  await app.app.queue.boss
    .getSpy('github-webhook.process_delivery')
    .waitForJob(
      (data) => (data as { payload: { deliveryId: string } }).payload.deliveryId === id,
      'failed',
    )
    .catch(() => undefined)
  await expect
    .poll(async () => {
      const [job] = await app.app.queue.boss.findJobs('github-webhook.process_delivery', {
        data: { payload: { deliveryId: id } },
      })
      return job?.state
    })
    .toBe('retry')
  expect(await app.db.organization.count()).toBe(0)
})
