import { verify } from '@octokit/webhooks-methods'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errorOf, startReceiver, startWithApp, type TestGithub, webhookSecret } from './testing.ts'

let github: TestGithub
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  github = await startWithApp()
  receiver = await startReceiver()
  github.webhooks.sendTo(receiver.url, webhookSecret)
})
afterEach(async () => {
  await github.stop()
  await receiver.stop()
})

const one = { repository: 'acme/rocket', number: 1 }
const idOf = (login: string) => {
  const account = github.world.accounts.find((any) => any.login === login)
  return github.world.installations.find(({ accountId }) => accountId === account?.id)?.id ?? 0
}

describe('a delivery', () => {
  test('is signed and says what it is', async () => {
    github.control.editIssue({ ...one, title: 'New title', body: 'New body', by: 'grace-demo' })
    await github.webhooks.settled()
    expect(receiver.kinds()).toEqual(['issues.edited'])
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-github-event': 'issues',
      'x-github-hook-installation-target-id': `${github.appId}`,
      'x-github-hook-installation-target-type': 'integration',
    })
    const signature = `${headers['x-hub-signature-256']}`
    expect(await verify(webhookSecret, body, signature)).toBe(true)
    expect(JSON.parse(body)).toMatchObject({
      action: 'edited',
      changes: {
        title: { from: 'Countdown stops at zero and never lifts off' },
        body: { from: expect.stringContaining('Seen on flight 1') },
      },
      issue: { number: 1, title: 'New title', body: 'New body' },
      repository: { full_name: 'acme/rocket', owner: { login: 'acme' } },
      organization: { login: 'acme' },
      installation: { id: idOf('acme') },
      sender: { login: 'grace-demo', type: 'User' },
    })
    expect(JSON.parse(body).issue).not.toHaveProperty('closed_by')
  })

  test('follows what the App does itself, in the name of its bot', async () => {
    const client = await github.installed('acme')
    const place = { owner: 'acme', repo: 'rocket', issue_number: 1 }
    const update = (body: string) =>
      client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { ...place, body })
    await update('Mine')
    await update('Mine')
    await github.webhooks.settled()
    expect(receiver.kinds()).toEqual(['issues.edited'])
    expect(receiver.payload('issues.edited').sender).toMatchObject({
      login: 'polar-sandbox[bot]',
      type: 'Bot',
    })
  })

  test('goes to live installations that have the repository, of what the App subscribes to', async () => {
    const elsewhere = { repository: 'octo-tools/wrench', number: 1 }
    github.control.commentIssue({ ...elsewhere, body: 'Hm' })
    github.control.setInstallationRepositories({ id: idOf('acme'), repositories: [] })
    github.control.closeIssue(one)
    github.control.suspendInstallation({ id: idOf('ada-demo') })
    github.control.closeIssue({ repository: 'ada-demo/notes', number: 1 })
    await github.webhooks.settled()
    expect(receiver.kinds()).toEqual(['installation_repositories.removed', 'installation.suspend'])
    await github.stop()
    const { publicKey } = github.keys
    const app = { id: 1, publicKey, slug: 'less', permissions: {}, events: ['issue_comment'] }
    github = await startWithApp({ app })
    github.webhooks.sendTo(receiver.url, webhookSecret)
    github.control.commentIssue({ ...one, body: 'Hm' })
    github.control.closeIssue(one)
    await github.webhooks.settled()
    expect(receiver.kinds().slice(2)).toEqual(['issue_comment.created'])
  })
})

/** What the App was told of, in order. */
const toldOf = async (act: () => void) => {
  receiver.received.length = 0
  act()
  await github.webhooks.settled()
  return receiver.kinds()
}

describe('what is told of', () => {
  test('issues', async () => {
    const { control } = github
    const opening = { repository: 'acme/rocket', title: 'T', labels: ['Fund'] }
    expect(await toldOf(() => control.openIssue({ ...opening, assignees: ['ada-demo'] }))).toEqual([
      'issues.opened',
      'issues.labeled',
      'issues.assigned',
    ])
    expect(receiver.payload('issues.labeled').label).toMatchObject({ name: 'Fund' })
    expect(receiver.payload('issues.assigned').assignee).toMatchObject({ login: 'ada-demo' })
    const at = { repository: 'acme/rocket', number: 64 }
    expect(await toldOf(() => control.unlabelIssue({ ...at, label: 'fund' }))).toEqual([
      'issues.unlabeled',
    ])
    expect(receiver.payload('issues.unlabeled').issue.labels).toEqual([])
    expect(await toldOf(() => control.unassignIssue({ ...at, login: 'ada-demo' }))).toEqual([
      'issues.unassigned',
    ])
    expect(await toldOf(() => control.closeIssue(at))).toEqual(['issues.closed'])
    expect(await toldOf(() => control.closeIssue(at))).toEqual([])
    expect(await toldOf(() => control.reopenIssue(at))).toEqual(['issues.reopened'])
    expect(await toldOf(() => control.commentIssue({ ...at, body: 'B' }))).toEqual([
      'issue_comment.created',
    ])
    expect(await toldOf(() => control.labelIssue({ ...at, label: 'other' }))).toEqual([
      'label.created',
      'issues.labeled',
    ])
    expect(await toldOf(() => control.deleteIssue(at))).toEqual(['issues.deleted'])
    expect(
      await toldOf(() => control.createIssues({ repository: 'acme/rocket', count: 9 })),
    ).toEqual([])
  })

  test('a transferred issue, at both ends', async () => {
    expect(
      await toldOf(() => github.control.transferIssue({ ...one, to: 'acme/launchpad' })),
    ).toEqual(['issues.transferred', 'issues.opened'])
    const old = receiver.payload('issues.transferred')
    expect(old).toMatchObject({
      issue: { number: 1 },
      repository: { name: 'rocket' },
      changes: { new_issue: { number: 13 }, new_repository: { name: 'launchpad' } },
    })
    expect(old.changes.new_issue.id).not.toBe(old.issue.id)
    expect(receiver.payload('issues.opened')).toMatchObject({
      issue: { number: 13, body: old.issue.body },
      repository: { name: 'launchpad' },
      changes: { old_issue: { number: 1 }, old_repository: { name: 'rocket' } },
    })
  })

  test('pull requests', async () => {
    const { control } = github
    const at = { repository: 'acme/rocket', number: 64 }
    const open = () => control.openPull({ repository: 'acme/rocket', title: 'P' })
    expect(await toldOf(open)).toEqual(['pull_request.opened'])
    expect(receiver.payload('pull_request.opened')).toMatchObject({
      number: 64,
      pull_request: { number: 64, additions: 1, merged: false, head: { sha: expect.any(String) } },
    })
    expect(await toldOf(() => control.editIssue({ ...at, body: 'Fixes #1' }))).toEqual([
      'pull_request.edited',
    ])
    expect(await toldOf(() => control.synchronizePull(at))).toEqual(['pull_request.synchronize'])
    const pushed = receiver.payload('pull_request.synchronize')
    expect(pushed.after).toBe(pushed.pull_request.head.sha)
    expect(await toldOf(() => control.closeIssue(at))).toEqual(['pull_request.closed'])
    expect(await toldOf(() => control.reopenIssue(at))).toEqual(['pull_request.reopened'])
    expect(await toldOf(() => control.mergePull(at))).toEqual(['pull_request.closed'])
    expect(receiver.payload('pull_request.closed').pull_request.merged).toBe(true)
  })

  test('repositories', async () => {
    const { control } = github
    const repository = 'acme/rocket'
    expect(await toldOf(() => control.renameRepository({ repository, name: 'r2' }))).toEqual([
      'repository.renamed',
    ])
    expect(receiver.payload('repository.renamed')).toMatchObject({
      repository: { name: 'r2' },
      changes: { repository: { name: { from: 'rocket' } } },
    })
    const r2 = { repository: 'acme/r2' }
    const description = { description: 'Other' }
    expect(await toldOf(() => control.editRepository({ ...r2, changes: description }))).toEqual([
      'repository.edited',
    ])
    expect(receiver.payload('repository.edited').changes).toEqual({
      description: { from: 'A reusable rocket' },
    })
    expect(await toldOf(() => control.archiveRepository(r2))).toEqual(['repository.archived'])
    const revive = () => control.archiveRepository({ ...r2, isArchived: false })
    expect(await toldOf(revive)).toEqual(['repository.unarchived'])
    expect(await toldOf(() => control.privatizeRepository(r2))).toEqual(['repository.privatized'])
    expect(await toldOf(() => control.publicizeRepository(r2))).toEqual([
      'repository.publicized',
      'public',
    ])
    expect(await toldOf(() => control.transferRepository({ ...r2, to: 'ada-demo' }))).toEqual([
      'installation_repositories.removed',
      'repository.transferred',
      'installation_repositories.added',
    ])
    expect(receiver.payload('repository.transferred')).toMatchObject({
      installation: { id: idOf('ada-demo') },
      changes: { owner: { from: { organization: { login: 'acme' } } } },
      repository: { full_name: 'ada-demo/r2' },
    })
    expect(receiver.payload('repository.transferred')).not.toHaveProperty('organization')
    const gone = () => control.deleteRepository({ repository: 'ada-demo/r2' })
    expect(await toldOf(gone)).toEqual(['repository.deleted'])
    expect(await toldOf(() => control.addRepository({ owner: 'acme', name: 'new' }))).toEqual([
      'repository.created',
      'installation_repositories.added',
    ])
  })

  test('installations', async () => {
    const { control } = github
    const id = idOf('acme')
    expect(await toldOf(() => control.suspendInstallation({ id }))).toEqual([
      'installation.suspend',
    ])
    const suspended = receiver.payload('installation.suspend').installation
    expect(suspended).toMatchObject({ id, suspended_by: { login: 'ada-demo' } })
    const resume = () => control.suspendInstallation({ id, isSuspended: false })
    expect(await toldOf(resume)).toEqual(['installation.unsuspend'])
    expect(await toldOf(() => control.acceptPermissions({ id }))).toEqual([
      'installation.new_permissions_accepted',
    ])
    const live = github.world.installations.filter(({ suspendedAt }) => !suspendedAt)
    expect(await toldOf(() => control.announceInstallations())).toEqual(
      live.map(() => 'installation.new_permissions_accepted'),
    )
    const reach =
      (...repositories: string[]) =>
      () =>
        control.setInstallationRepositories({ id, repositories })
    expect(await toldOf(reach('acme/rocket', 'acme/launchpad'))).toEqual([
      'installation_repositories.removed',
    ])
    expect(receiver.payload('installation_repositories.removed')).toMatchObject({
      installation: { id, account: { login: 'acme' } },
      repositories_removed: [{ full_name: 'acme/secret-fuel', private: true }],
      repositories_added: [],
      repository_selection: 'selected',
    })
    expect(await toldOf(reach('acme/secret-fuel', 'acme/rocket'))).toEqual([
      'installation_repositories.removed',
      'installation_repositories.added',
    ])
    expect(await toldOf(() => control.uninstall({ id }))).toEqual(['installation.deleted'])
    expect(await toldOf(() => control.install({ account: 'octo-tools' }))).toEqual([
      'installation.created',
    ])
    expect(receiver.payload('installation.created')).toMatchObject({
      installation: { account: { login: 'octo-tools' }, suspended_at: null },
      repositories: [{ full_name: 'octo-tools/wrench' }],
    })
  })

  test('organizations', async () => {
    const { control } = github
    const acme = { organization: 'acme', login: 'linus-demo' }
    expect(await toldOf(() => control.setMembership(acme))).toEqual(['organization.member_added'])
    expect(await toldOf(() => control.setMembership({ ...acme, role: 'admin' }))).toEqual([])
    expect(await toldOf(() => control.removeMembership(acme))).toEqual([
      'organization.member_removed',
    ])
    expect(receiver.payload('organization.member_removed').membership.user.login).toBe('linus-demo')
    expect(await toldOf(() => control.renameAccount({ login: 'acme', to: 'acme-inc' }))).toEqual([
      'organization.renamed',
    ])
    expect(receiver.payload('organization.renamed')).toMatchObject({
      organization: { login: 'acme-inc' },
      changes: { login: { from: 'acme' } },
    })
  })
})

describe('the log of deliveries', () => {
  const list = async (query: { per_page?: number; cursor?: string } = {}) =>
    github.app.octokit.request('GET /app/hook/deliveries', query)

  test('is read newest first, by cursor', async () => {
    for (const label of ['a', 'b']) github.control.labelIssue({ ...one, label })
    await github.webhooks.settled()
    const { data, headers } = await list({ per_page: 3 })
    expect(data.map(({ event, status }) => [event, status])).toEqual([
      ['issues', 'OK'],
      ['label', 'OK'],
      ['issues', 'OK'],
    ])
    expect(data[0]).toMatchObject({
      action: 'labeled',
      status_code: 200,
      redelivery: false,
      installation_id: idOf('acme'),
      guid: receiver.received.at(-1)?.headers['x-github-delivery'],
    })
    const cursor = /cursor=([^&>]+)[^>]*>; rel="next"/.exec(headers.link ?? '')?.[1]
    const next = await list({ per_page: 3, cursor })
    expect(next.data).toMatchObject([{ event: 'label' }])
    expect(next.headers.link).toBeUndefined()
    expect((await errorOf(list({ cursor: 'x' }))).status).toBe(400)
  })

  test('has what failed, which is sent again only when asked for', async () => {
    receiver.answer.status = 503
    github.control.closeIssue(one)
    await github.webhooks.settled()
    expect(receiver.received).toHaveLength(1)
    const failed = (await list()).data[0]
    expect(failed).toMatchObject({ status: 'Invalid HTTP Response: 503', status_code: 503 })
    const place = { delivery_id: Number(failed?.id) }
    const { data } = await github.app.octokit.request(
      'GET /app/hook/deliveries/{delivery_id}',
      place,
    )
    expect(data.request).toMatchObject({
      headers: { 'x-github-event': 'issues' },
      payload: { action: 'closed', issue: { number: 1 } },
    })
    receiver.answer.status = 200
    const again = await github.app.octokit.request(
      'POST /app/hook/deliveries/{delivery_id}/attempts',
      place,
    )
    expect(again.status).toBe(202)
    await github.webhooks.settled()
    const [newest] = (await list()).data
    expect(newest).toMatchObject({ guid: failed?.guid, redelivery: true, status: 'OK' })
    expect(newest?.id).not.toBe(failed?.id)
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body)
    const user = await github.octokitOf('ada-demo')
    expect((await errorOf(user.request('GET /app/hook/deliveries'))).status).toBe(401)
  })

  test('has what reached nobody', async () => {
    await receiver.stop()
    github.control.closeIssue(one)
    await github.webhooks.settled()
    expect(github.control.listDeliveries()).toMatchObject([
      { event: 'issues', status: 'failed to connect to host', statusCode: 502 },
    ])
    receiver = await startReceiver()
  })
})

test('webhooks can wait, come twice and in any order', async () => {
  github.control.changeWebhooks({ isPaused: true, copies: 2, isShuffled: true })
  for (let number = 1; number <= 20; number++) {
    github.control.commentIssue({ repository: 'acme/rocket', number, body: 'Hm' })
  }
  await github.webhooks.settled()
  expect(receiver.received).toHaveLength(0)
  github.control.changeWebhooks({ isPaused: false })
  await github.control.settleWebhooks()
  const ids = receiver.received.map(({ headers }) => headers['x-github-delivery'])
  expect(ids).toHaveLength(40)
  expect(new Set(ids).size).toBe(20)
  const numbers = receiver.received.map(({ body }) => JSON.parse(body).issue.number)
  expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b))
})

test('commands over HTTP do the same', async () => {
  const run = async (name: string, given: object = {}) => {
    const answer = await fetch(`${github.url}/_sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(given),
    })
    return answer.status === 204 ? undefined : answer.json()
  }
  const opened = await run('openIssue', { repository: 'acme/rocket', title: 'By hand' })
  expect(opened).toMatchObject({ number: 64 })
  await run('settleWebhooks')
  expect(receiver.kinds()).toEqual(['issues.opened'])
  const wrong = await run('closeIssue', { repository: 'acme/rocket', number: 99 })
  expect(wrong.message).toBe('The sandbox knows no issue acme/rocket#99')
  await run('changeSettings', { now: '2026-05-05T05:05:05Z' })
  await run('closeIssue', { repository: 'acme/rocket', number: 64 })
  await run('reopenIssue', { repository: 'acme/rocket', number: 64, at: '2026-06-06T06:06:06Z' })
  await run('settleWebhooks')
  expect(receiver.payload('issues.closed').issue.closed_at).toBe('2026-05-05T05:05:05Z')
  expect(receiver.payload('issues.reopened').issue.updated_at).toBe('2026-06-06T06:06:06Z')
})
