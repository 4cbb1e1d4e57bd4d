import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Issue, Organization, Repository } from '#generated/prisma/client.ts'
import { TryLater } from '#lib/jobs.ts'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { createIssue, createOrganization, createRepository } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { syncIssue as syncIssueJob, syncRepository as syncRepositoryJob } from './jobs.ts'
import * as references from './service.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>
let control: Awaited<ReturnType<typeof startWithGithub>>['github']['control']
let organization: Organization
let repository: Repository

const found = <Thing>(thing: Thing | undefined): Thing => {
  if (!thing) throw new Error('The demo has none')
  return thing
}

const acme = found(demoWorld.accounts.find(({ login }) => login === 'acme'))
const rocket = found(demoWorld.repositories.find(({ name }) => name === 'rocket'))
const installation = found(demoWorld.installations.find(({ accountId }) => accountId === acme.id))

beforeAll(async () => {
  setting = await startWithGithub()
  control = setting.github.control
  organization = await createOrganization(setting.app.db, {
    login: 'acme',
    externalId: BigInt(acme.id),
    installationId: BigInt(installation.id),
  })
  repository = await createRepository(setting.app.db, {
    organizationId: organization.id,
    externalId: BigInt(rocket.id),
    name: 'rocket',
  })
  control.addRepository({ owner: 'linus-demo', name: 'fork' })
})
afterAll(() => setting.stop())
beforeEach(async () => {
  control.clearRequests()
  control.clearFailures()
  await setting.app.db.repository.updateMany({ data: { issueReferencesSyncedAt: null } })
  await clearJobs()
})

const at = 'acme/rocket'

/** A new issue, there and here. */
const openIssue = async (): Promise<Issue> => {
  const { id, number } = control.openIssue({ repository: at, title: 'It does not fly' })
  return createIssue(setting.app.db, {
    organizationId: organization.id,
    repositoryId: repository.id,
    externalId: BigInt(id),
    number,
  })
}

const sync = (issue: Issue) => references.syncIssue(setting.app.ctx, issue.id)

const rowOf = ({ id }: Issue) => setting.app.db.issue.findUniqueOrThrow({ where: { id } })

const referencesOf = ({ id: issueId }: Issue) =>
  setting.app.db.issueReference.findMany({
    where: { issueId },
    orderBy: { createdAt: 'asc' },
    include: { pullRequest: true },
  })

const timelineRequests = ({ number }: Issue) =>
  setting.requestsTo(`/repos/acme/rocket/issues/${number}/timeline`)

const jobsOf = async (name: string) =>
  (await setting.app.app.queue.boss.findJobs<{ payload: Record<string, string> }>(name)).map(
    ({ data, startAfter }) => ({ ...data.payload, startAfter }),
  )

const clearJobs = async () => {
  for (const { name } of [syncIssueJob, syncRepositoryJob]) {
    await setting.app.app.queue.boss.deleteAllJobs(name)
  }
}

const shaOf = (letter: string) => letter.repeat(40)

describe('an issue’s timeline', () => {
  test('commit, own pull request, commit, commit: four references, all else is passed over', async () => {
    const issue = await openIssue()
    const { number } = issue
    const mention = control.openIssue({ repository: at, title: 'Also' }).number
    const pull = control.openPull({
      repository: at,
      title: 'Fly',
      by: 'grace-demo',
      changes: { additions: 3, deletions: 1 },
    })
    control.commentIssue({ repository: at, number, body: 'Me too' })
    control.addCommit({ repository: at, sha: shaOf('a'), message: `Fix #${number}`, branch: 'fix' })
    control.referenceCommit({ repository: at, number, sha: shaOf('a'), by: 'grace-demo' })
    control.crossReference({ repository: at, number, source: { repository: at, number: mention } })
    control.crossReference({
      repository: at,
      number,
      source: { repository: at, number: pull.number },
    })
    control.addEvent({ repository: at, number, event: 'nobody-knows-this', fields: { x: [null] } })
    control.addEvent({ repository: at, number, event: 'referenced', fields: { commit_id: null } })
    control.addCommit({ repository: at, sha: shaOf('b'), message: 'Two branches', branch: 'b1' })
    control.setBranch({ repository: at, name: 'b2', sha: shaOf('b') })
    control.referenceCommit({ repository: at, number, sha: shaOf('b') })
    control.referenceCommit({ repository: at, number, sha: shaOf('c') })

    await sync(issue)
    const stored = await referencesOf(issue)
    const byType = (type: string) => stored.filter((reference) => reference.type === type)
    expect(stored).toHaveLength(4)
    expect(byType('PULL_REQUEST')).toMatchObject([
      { externalSource: null, pullRequest: { number: pull.number, additions: 3, deletions: 1 } },
    ])
    const commits = byType('EXTERNAL_GITHUB_COMMIT').map(({ externalId, externalSource }) => [
      externalId,
      externalSource,
    ])
    const place = { organizationName: 'acme', repositoryName: 'rocket' }
    expect(Object.fromEntries(commits)).toEqual({
      [shaOf('a')]: {
        ...place,
        sha: shaOf('a'),
        author: expect.objectContaining({ login: 'ada-demo' }),
        branchName: 'fix',
        message: `Fix #${number}`,
      },
      [shaOf('b')]: expect.objectContaining({ branchName: null, message: 'Two branches' }),
      [shaOf('c')]: {
        ...place,
        sha: shaOf('c'),
        author: expect.objectContaining({ login: 'ada-demo' }),
        branchName: null,
        message: null,
      },
    })
    expect(await rowOf(issue)).toMatchObject({
      hasPullRequestRelationship: true,
      hasInProgressRelationship: true,
      githubTimelineFetchedAt: expect.any(Date),
    })
  })

  test('a pull request of another repository: by its author, and as it is now', async () => {
    const issue = await openIssue()
    const { number } = issue
    const fork = 'linus-demo/fork'
    const pull = control.openPull({ repository: fork, title: 'Borrowed', by: 'grace-demo' })
    control.crossReference({
      repository: at,
      number,
      source: { repository: fork, number: pull.number },
    })
    await sync(issue)
    const [reference, ...others] = await referencesOf(issue)
    expect(others).toEqual([])
    expect(reference).toMatchObject({
      type: 'EXTERNAL_GITHUB_PULL_REQUEST',
      externalId: expect.stringMatching(new RegExp(`/linus-demo/fork/pull/${pull.number}$`)),
      externalSource: {
        organizationName: 'linus-demo',
        repositoryName: 'fork',
        number: pull.number,
        title: 'Borrowed',
        author: { login: 'grace-demo' },
        state: 'OPEN',
        isDraft: false,
        isMerged: false,
      },
    })
    expect(await rowOf(issue)).toMatchObject({
      hasPullRequestRelationship: false,
      hasInProgressRelationship: true,
    })

    control.mergePull({ repository: fork, number: pull.number })
    await sync(issue)
    const [merged, ...more] = await referencesOf(issue)
    expect(more).toEqual([])
    expect(merged).toMatchObject({
      id: reference?.id,
      externalSource: { state: 'CLOSED', isMerged: true },
    })
  })

  test('what happens in another private repository stays there', async () => {
    const issue = await openIssue()
    const { number } = issue
    const secret = 'acme/secret-fuel'
    const pull = control.openPull({ repository: secret, title: 'Secret' })
    const source = { repository: secret, number: pull.number }
    control.crossReference({ repository: at, number, source })
    control.addCommit({ repository: secret, sha: shaOf('d'), message: 'Secret' })
    control.referenceCommit({ repository: at, number, sha: shaOf('d'), from: secret })
    await sync(issue)
    expect(await referencesOf(issue)).toEqual([])
  })

  test('of a private repository that took over the name tells nothing of its commits', async () => {
    control.addRepository({ owner: 'acme', name: 'engine', isPrivate: true })
    const { number } = control.openIssue({ repository: 'acme/engine', title: 'A secret' })
    const commit = { repository: 'acme/engine', sha: shaOf('e') }
    control.addCommit({ ...commit, message: `A secret of #${number}`, branch: 'secret' })
    control.referenceCommit({ ...commit, number, by: 'grace-demo' })
    const { id: repositoryId } = await createRepository(setting.app.db, {
      organizationId: organization.id,
      name: 'engine',
    })
    const issue = await createIssue(setting.app.db, {
      organizationId: organization.id,
      repositoryId,
      number,
    })
    await sync(issue)
    expect(await referencesOf(issue)).toEqual([])
  })

  test('what becomes private is taken away', async () => {
    const issue = await openIssue()
    const { number } = issue
    control.addRepository({ owner: 'linus-demo', name: 'soon-private' })
    const repository = 'linus-demo/soon-private'
    const pull = control.openPull({ repository, title: 'Borrowed' })
    control.crossReference({ repository: at, number, source: { repository, number: pull.number } })
    control.addCommit({ repository, sha: shaOf('3'), message: 'Three' })
    control.referenceCommit({ repository: at, number, sha: shaOf('3'), from: repository })
    control.referenceCommit({ repository: at, number, sha: shaOf('4') })
    await sync(issue)
    expect(await referencesOf(issue)).toHaveLength(3)
    control.privatizeRepository({ repository })
    await sync(issue)
    expect((await referencesOf(issue)).map(({ externalId }) => externalId)).toEqual([shaOf('4')])
  })

  test('a draft is in progress; that it is ready is known at once', async () => {
    const issue = await openIssue()
    const pull = control.openPull({ repository: at, title: 'WIP', changes: { isDraft: true } })
    const source = { repository: at, number: pull.number }
    control.crossReference({ repository: at, number: issue.number, source })
    await sync(issue)
    const flags = { hasPullRequestRelationship: false, hasInProgressRelationship: true }
    expect(await rowOf(issue)).toMatchObject(flags)
    const [reference] = await referencesOf(issue)
    const pullRequestId = reference?.pullRequestId ?? ''
    await setting.app.db.pullRequest.update({
      where: { id: pullRequestId },
      data: { isDraft: false },
    })
    await setting.app.ctx.transaction((tx) => references.refreshIssuesOf(tx, pullRequestId))
    expect(await rowOf(issue)).toMatchObject({
      hasPullRequestRelationship: true,
      hasInProgressRelationship: false,
    })
  })

  test('a pull request that we have is not asked for; one that GitHub does not show is left out', async () => {
    const issue = await openIssue()
    const { number } = issue
    const [one, two] = ['One', 'Two'].map((title) => control.openPull({ repository: at, title }))
    for (const pull of [one, two]) {
      const source = { repository: at, number: pull?.number ?? 0 }
      control.crossReference({ repository: at, number, source })
    }
    control.failNext({ path: `/api/v3/repos/acme/rocket/pulls/${two?.number}`, status: 404 })
    await sync(issue)
    expect((await referencesOf(issue)).map(({ pullRequest }) => pullRequest?.title)).toEqual([
      'One',
    ])
    control.commentIssue({ repository: at, number, body: 'Something new' })
    await sync(issue)
    expect(await referencesOf(issue)).toHaveLength(2)
    expect(setting.requestsTo(`/repos/acme/rocket/pulls/${one?.number}`)).toEqual([200])
  })

  test('unchanged: 304, stamped, nothing else is asked for', async () => {
    const issue = await openIssue()
    control.addCommit({ repository: at, sha: shaOf('e'), message: 'e' })
    control.referenceCommit({ repository: at, number: issue.number, sha: shaOf('e') })
    await sync(issue)
    const before = await rowOf(issue)
    expect(before.githubTimelineEtag).toEqual(expect.any(String))
    control.clearRequests()
    await sync(issue)
    expect(timelineRequests(issue)).toEqual([304])
    expect(control.listRequests()).toHaveLength(1)
    const after = await rowOf(issue)
    expect(after.githubTimelineFetchedAt?.getTime()).toBeGreaterThan(
      before.githubTimelineFetchedAt?.getTime() ?? 0,
    )
  })

  test('of several pages: all are read, and read again, for the first page does not change', async () => {
    const issue = await openIssue()
    const { number } = issue
    for (let index = 0; index < 205; index++) {
      control.addEvent({ repository: at, number, event: 'mentioned' })
    }
    control.referenceCommit({ repository: at, number, sha: shaOf('f') })
    await sync(issue)
    expect(await referencesOf(issue)).toHaveLength(1)
    expect((await rowOf(issue)).githubTimelineEtag).toBeNull()
    control.referenceCommit({ repository: at, number, sha: shaOf('0') })
    await sync(issue)
    expect(await referencesOf(issue)).toHaveLength(2)
    expect(timelineRequests(issue)).toEqual([200, 200, 200, 200, 200, 200])
  })

  test('twice, at the same time too: the same rows; what is known of a commit is not asked for', async () => {
    const issue = await openIssue()
    const { number } = issue
    control.addCommit({ repository: at, sha: shaOf('1'), message: 'One' })
    control.referenceCommit({ repository: at, number, sha: shaOf('1') })
    await Promise.all([sync(issue), sync(issue)])
    const first = await referencesOf(issue)
    expect(first).toHaveLength(1)
    control.clearRequests()
    control.commentIssue({ repository: at, number, body: 'Something new' })
    await sync(issue)
    expect(await referencesOf(issue)).toEqual(first)
    expect(setting.requestsTo('/repos/acme/rocket/commits')).toEqual([])
  })

  test.each([404, 410, 403])('%i: stamped, no failure', async (status) => {
    const issue = await openIssue()
    control.failNext({ path: '/api/v3/repos/acme/rocket/issues', times: 5, status })
    await sync(issue)
    expect(await rowOf(issue)).toMatchObject({
      githubTimelineFetchedAt: expect.any(Date),
      githubTimelineEtag: null,
    })
  })

  test('a reached limit postpones the job, also in the midst of it: nothing is written', async () => {
    const issue = await openIssue()
    control.addCommit({ repository: at, sha: shaOf('2'), message: 'Two' })
    control.referenceCommit({ repository: at, number: issue.number, sha: shaOf('2') })
    control.failNext({
      path: `/api/v3/repos/acme/rocket/commits/${shaOf('2')}`,
      limit: { kind: 'primary', seconds: 60 },
    })
    await expect(sync(issue)).rejects.toBeInstanceOf(TryLater)
    expect(await referencesOf(issue)).toEqual([])
    expect((await rowOf(issue)).githubTimelineFetchedAt).toBeNull()
    await setting.app.db.cacheEntry.deleteMany()
    control.clearFailures()
    await sync(issue)
    expect(await referencesOf(issue)).toHaveLength(1)
  })

  test.each([
    ['suspended', { status: 'SUSPENDED' }],
    ['uninstalled', { installationId: null }],
    ['deleted', { deletedAt: new Date() }],
  ] as const)('of a %s organization: GitHub is not asked', async (_, data) => {
    const issue = await openIssue()
    const where = { id: organization.id }
    await setting.app.db.organization.update({ where, data })
    await sync(issue)
    await references.syncRepository(setting.app.ctx, repository.id)
    await setting.app.ctx.transaction(async (tx) => {
      await references.scheduleIssues(tx, { id: issue.id })
      await references.scheduleRepositoryOf(tx, issue.id)
    })
    const { installationId } = organization
    const back = { status: 'ACTIVE', installationId, deletedAt: null } as const
    await setting.app.db.organization.update({ where, data: back })
    expect(control.listRequests()).toEqual([])
    expect(await jobsOf(syncIssueJob.name)).toEqual([])
    expect(await jobsOf(syncRepositoryJob.name)).toEqual([])
  })

  test('of an issue that is gone or was never there: nothing', async () => {
    const issue = await openIssue()
    const where = { id: issue.id }
    await setting.app.db.issue.update({ where, data: { deletedAt: new Date() } })
    await sync(issue)
    await references.syncIssue(setting.app.ctx, crypto.randomUUID())
    expect(control.listRequests()).toEqual([])
  })
})

describe('a repository’s events', () => {
  const syncRepository = () => references.syncRepository(setting.app.ctx, repository.id)
  const wanted = async () =>
    (await jobsOf(syncIssueJob.name)).map((job) => 'issueId' in job && job.issueId)

  test('only issues that commits referred to are read anew, each once', async () => {
    const [one, two, three] = [await openIssue(), await openIssue(), await openIssue()]
    for (const { number } of [one, one, two]) {
      control.referenceCommit({ repository: at, number })
    }
    control.closeIssue({ repository: at, number: three.number })
    const pull = control.openPull({ repository: at, title: 'x' })
    control.referenceCommit({ repository: at, number: pull.number })
    await setting.app.db.repository.update({
      where: { id: repository.id },
      data: { issueReferencesSyncedAt: new Date(Date.now() - 61_000) },
    })
    await syncRepository()
    const issueIds = await wanted()
    expect(issueIds).toContain(one.id)
    expect(issueIds).toContain(two.id)
    expect(issueIds).not.toContain(three.id)
    expect(new Set(issueIds).size).toBe(issueIds.length)
  })

  test('nothing within 60 seconds; then from the last time on, no further back', async () => {
    const [old, fresh] = [await openIssue(), await openIssue()]
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    const stamp = (date: Date) =>
      setting.app.db.repository.update({
        where: { id: repository.id },
        data: { issueReferencesSyncedAt: date },
      })
    const referTo = ({ number }: Issue, date: Date) =>
      control.referenceCommit({ repository: at, number, at: date.toISOString() })
    // The sandbox lists events in the order in which they were added.
    referTo(old, minutesAgo(10))
    for (let index = 0; index < 120; index++) referTo(fresh, minutesAgo(1))

    await stamp(new Date(Date.now() - 59_000))
    await syncRepository()
    expect(control.listRequests()).toEqual([])

    const before = Date.now()
    await stamp(minutesAgo(5))
    await syncRepository()
    expect(await wanted()).toContain(fresh.id)
    expect(await wanted()).not.toContain(old.id)
    expect(setting.requestsTo('/repos/acme/rocket/issues/events')).toEqual([200, 200])
    const { issueReferencesSyncedAt } = await setting.app.db.repository.findUniqueOrThrow({
      where: { id: repository.id },
    })
    expect(issueReferencesSyncedAt?.getTime()).toBeGreaterThanOrEqual(before)
  })

  test('a reached limit leaves the stamp, so that nothing is missed', async () => {
    control.failNext({
      path: '/api/v3/repos/acme/rocket/issues/events',
      limit: { kind: 'secondary', seconds: 30 },
    })
    await expect(syncRepository()).rejects.toBeInstanceOf(TryLater)
    await setting.app.db.cacheEntry.deleteMany()
    expect(
      await setting.app.db.repository.findUniqueOrThrow({ where: { id: repository.id } }),
    ).toMatchObject({ issueReferencesSyncedAt: null })
  })

  test('not shown by GitHub: stamped', async () => {
    control.failNext({ path: '/api/v3/repos/acme/rocket/issues/events', status: 404 })
    await syncRepository()
    expect(
      await setting.app.db.repository.findUniqueOrThrow({ where: { id: repository.id } }),
    ).toMatchObject({ issueReferencesSyncedAt: expect.any(Date) })
  })
})

describe('jobs', () => {
  const emit = (issue: Issue, action: string) =>
    setting.app.ctx.transaction((tx) =>
      tx.emit('issue.event_received', { issueId: issue.id, action, label: null }),
    )

  test.each([
    ['opened', 1, 1],
    ['edited', 1, 1],
    ['reopened', 1, 0],
    ['closed', 1, 0],
    ['deleted', 1, 0],
    ['labeled', 0, 0],
  ])('%s: %i of the repository, %i of the issue', async (action, ofRepository, ofIssue) => {
    const issue = await openIssue()
    await emit(issue, action)
    await emit(issue, action)
    expect(await jobsOf(syncRepositoryJob.name)).toHaveLength(ofRepository)
    expect(await jobsOf(syncIssueJob.name)).toHaveLength(ofIssue)
  })

  test('a repository that was read just now is read when its minute is over', async () => {
    const issue = await openIssue()
    const now = new Date()
    await setting.app.db.repository.update({
      where: { id: repository.id },
      data: { issueReferencesSyncedAt: now },
    })
    await emit(issue, 'closed')
    const [job] = await jobsOf(syncRepositoryJob.name)
    expect(job?.startAfter.getTime()).toBeGreaterThanOrEqual(now.getTime() + 60_000)
  })

  test('a pull request has those issues read that its text names, of the same repository', async () => {
    const [one, two, three] = [await openIssue(), await openIssue(), await openIssue()]
    const { id } = await setting.app.db.pullRequest.create({
      data: {
        externalId: 77n,
        number: 9_999,
        title: 'Fixes all',
        state: 'OPEN',
        body: `#${one.number}, ACME/Rocket#${two.number}, other/rocket#${three.number}, #9998`,
        pullRequestCreatedAt: new Date(),
        pullRequestUpdatedAt: new Date(),
        organizationId: organization.id,
        repositoryId: repository.id,
      },
    })
    await setting.app.ctx.transaction((tx) =>
      tx.emit('pull_request.stored', {
        pullRequestId: id,
        repositoryId: repository.id,
        organizationId: organization.id,
        hasMentions: true,
        isDraftChanged: false,
      }),
    )
    const jobs = await jobsOf(syncIssueJob.name)
    expect(jobs.map((job) => 'issueId' in job && job.issueId).sort()).toEqual(
      [one.id, two.id].sort(),
    )
  })
})
