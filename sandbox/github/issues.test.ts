import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errorOf, startWithApp, type TestGithub } from './testing.ts'

let github: TestGithub

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const rocket = { owner: 'acme', repo: 'rocket' }
const notes = { owner: 'ada-demo', repo: 'notes' }
const secret = { owner: 'acme', repo: 'secret-fuel' }
const wrench = { owner: 'octo-tools', repo: 'wrench' }

type Client = Pick<TestGithub['anonymous'], 'request'>
type Change = { title?: string; body?: string; state?: 'open' | 'closed'; labels?: string[] }

const read = (client: Client, place: typeof rocket, issue_number: number) =>
  client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { ...place, issue_number })
const patch = (client: Client, place: typeof rocket, issue_number: number, change: Change) =>
  client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...place,
    issue_number,
    ...change,
  })
const statusOf = async (work: Promise<{ status: number }>) =>
  work.then(
    ({ status }) => status,
    ({ status }: { status: number }) => status,
  )

describe('one issue', () => {
  test('is told in full', async () => {
    const { data } = await read(github.anonymous, rocket, 4)
    expect(data).toMatchObject({
      number: 4,
      title: 'Document how to refuel between flights',
      state: 'closed',
      state_reason: 'completed',
      user: { login: 'margaret-demo' },
      author_association: 'NONE',
      labels: [{ id: 1, name: 'bug', color: 'd73a4a' }],
      assignees: [{ login: 'dennis-demo' }],
      assignee: { login: 'dennis-demo' },
      milestone: null,
      comments: 3,
      locked: false,
      closed_by: { login: 'ada-demo' },
      created_at: '2026-01-08T09:00:00Z',
      updated_at: '2026-01-09T09:00:00Z',
      closed_at: '2026-01-09T09:00:00Z',
      html_url: `${github.url}/acme/rocket/issues/4`,
      repository_url: `${github.apiUrl}/repos/acme/rocket`,
      reactions: { total_count: 8, '+1': 8, heart: 0 },
    })
    expect(data).not.toHaveProperty('pull_request')
  })

  test('that is a pull request says so', async () => {
    const { data } = await read(github.anonymous, rocket, 61)
    expect(data).toMatchObject({
      draft: false,
      pull_request: { url: `${github.apiUrl}/repos/acme/rocket/pulls/61`, merged_at: null },
    })
  })

  test('of a private repository is there for those who may see it', async () => {
    expect(await statusOf(read(await github.installed('acme'), secret, 1))).toBe(200)
    expect(await statusOf(read(await github.octokitOf('grace-demo'), secret, 1))).toBe(200)
    expect(await statusOf(read(github.personalOctokit('ada-demo'), secret, 1))).toBe(200)
    const outsiders = [
      github.anonymous,
      await github.installed('ada-demo'),
      await github.octokitOf('linus-demo'),
      github.personalOctokit('linus-demo'),
    ]
    for (const client of outsiders) expect(await statusOf(read(client, secret, 1))).toBe(404)
    // Without the App, its tokens see nothing private.
    const { id } = github.world.installations[0] ?? { id: 0 }
    const ada = await github.octokitOf('ada-demo')
    github.control.suspendInstallation({ id })
    expect(await statusOf(read(ada, secret, 1))).toBe(404)
  })

  test('of a private repository needs the permission', async () => {
    const { id } = github.world.installations[0] ?? { id: 0 }
    github.control.acceptPermissions({ id, permissions: { metadata: 'read' } })
    const client = await github.installed('acme')
    const error = await errorOf(read(client, secret, 1))
    expect(error).toMatchObject({ status: 403 })
    expect(error.message).toMatch('Resource not accessible by integration')
    expect(await statusOf(read(client, rocket, 1))).toBe(200)
  })

  test('that does not exist is 404, a deleted one 410, a transferred one elsewhere', async () => {
    expect(await statusOf(read(github.anonymous, rocket, 999))).toBe(404)
    github.control.deleteIssue({ repository: 'acme/rocket', number: 2 })
    const gone = await errorOf(read(github.anonymous, rocket, 2))
    expect([gone.status, gone.message]).toEqual([410, expect.stringContaining('was deleted')])
    const from = { repository: 'acme/rocket', number: 3 }
    expect(github.control.transferIssue({ ...from, to: 'acme/launchpad' }).number).toBe(13)
    const { data, url } = await read(github.anonymous, rocket, 3)
    expect(data.html_url).toBe(`${github.url}/acme/launchpad/issues/13`)
    expect(url).toMatch(/\/repositories\/\d+\/issues\/13$/)
    const raw = await fetch(`${github.apiUrl}/repos/acme/rocket/issues/3`, { redirect: 'manual' })
    expect(raw.status).toBe(301)
  })
})

describe('a list of issues', () => {
  const numbers = async (query: Record<string, unknown> = {}) => {
    const { data } = await github.anonymous.request('GET /repos/{owner}/{repo}/issues', {
      ...rocket,
      per_page: 5,
      ...query,
    })
    return data.map(({ number }) => number)
  }

  test('is open ones, newest first, pull requests among them', async () => {
    expect(await numbers()).toEqual([62, 61, 59, 58, 57])
    expect(await numbers({ page: 2, per_page: 3 })).toEqual([58, 57, 55])
    expect(await numbers({ state: 'closed' })).toEqual([63, 60, 56, 52, 48])
    expect(await numbers({ state: 'all' })).toEqual([63, 62, 61, 60, 59])
  })

  test('is sorted and filtered as asked for', async () => {
    expect(await numbers({ direction: 'asc' })).toEqual([1, 2, 3, 5, 6])
    expect(await numbers({ sort: 'comments' })).toEqual([55, 50, 45, 35, 30])
    github.control.commentIssue({ repository: 'acme/rocket', number: 7, body: 'Me too' })
    expect((await numbers({ sort: 'updated' }))[0]).toBe(7)
    expect(await numbers({ labels: 'fund', direction: 'asc' })).toEqual([3, 6, 9, 15, 18])
    expect(await numbers({ labels: 'bug,fund' })).toEqual([])
    expect(await numbers({ since: '2026-03-04T00:00:00Z', direction: 'asc' })).toEqual([
      7, 58, 59, 61, 62,
    ])
  })

  test('refuses what GitHub does not know', async () => {
    expect((await errorOf(numbers({ sort: 'title' }))).status).toBe(422)
    expect((await errorOf(numbers({ sorted: 'created' }))).message).toMatch('sorted')
  })

  test('of five thousand is read in little time', async () => {
    const made = github.control.createIssues({ repository: 'acme/rocket', count: 5000 })
    expect(made).toEqual({ first: 64, last: 5063 })
    const before = performance.now()
    const client = github.personalOctokit('linus-demo')
    const all = await client.paginate('GET /repos/{owner}/{repo}/issues', {
      ...rocket,
      sort: 'updated',
      per_page: 100,
    })
    expect(all).toHaveLength(5047)
    expect(performance.now() - before).toBeLessThan(8000)
    const counted = github.control.countRequests({ path: '/api/v3/repos/acme/rocket/issues' })
    expect(counted).toEqual({ total: 51, byStatus: { 200: 51 } })
  })
})

describe('writing', () => {
  test('the installation changes what is in it, as its bot', async () => {
    const client = await github.installed('acme')
    const { data } = await patch(client, rocket, 1, { body: 'New', state: 'closed' })
    expect(data).toMatchObject({
      body: 'New',
      state: 'closed',
      state_reason: 'completed',
      closed_by: { login: 'polar-sandbox[bot]', type: 'Bot' },
    })
    expect(Date.now() - Date.parse(data.updated_at)).toBeLessThan(5000)
    const { data: labeled } = await patch(client, rocket, 1, { labels: ['Fund', 'new one'] })
    expect(labeled.labels).toMatchObject([{ name: 'Fund' }, { name: 'new one', color: 'ededed' }])
  })

  test('a change that changes nothing leaves no trace', async () => {
    const client = await github.installed('acme')
    const before = (await read(client, rocket, 1)).data
    const { data } = await patch(client, rocket, 1, {
      title: before.title,
      body: before.body ?? '',
    })
    expect(data.updated_at).toBe(before.updated_at)
  })

  test('needs the permission, the installation, the right', async () => {
    const acme = await github.installed('acme')
    expect(await statusOf(patch(acme, notes, 1, { body: '' }))).toBe(403)
    expect(await statusOf(patch(acme, wrench, 1, { body: '' }))).toBe(403)
    expect(await statusOf(patch(github.anonymous, rocket, 1, { body: '' }))).toBe(401)
    const linus = await github.octokitOf('linus-demo')
    expect(await statusOf(patch(linus, rocket, 1, { body: '' }))).toBe(403)
    // His own.
    expect(await statusOf(patch(linus, rocket, 3, { body: 'Mine' }))).toBe(200)
    const ada = await github.octokitOf('ada-demo')
    expect(await statusOf(patch(ada, rocket, 3, { body: '' }))).toBe(200)
    const { id } = github.world.installations[0] ?? { id: 0 }
    github.control.acceptPermissions({ id, permissions: { issues: 'read', metadata: 'read' } })
    expect(await statusOf(patch(await github.installed('acme'), rocket, 1, { body: '' }))).toBe(403)
    github.control.archiveRepository({ repository: 'ada-demo/notes' })
    expect(await statusOf(patch(await github.installed('ada-demo'), notes, 1, {}))).toBe(403)
  })

  test('refuses what is no field of an issue', async () => {
    const client = await github.installed('acme')
    const path = `PATCH ${github.apiUrl}/repos/acme/rocket/issues/1`
    expect(await statusOf(client.request(path, { text: 'x' }))).toBe(422)
    expect(await statusOf(client.request(path, { state: 'gone' }))).toBe(422)
    expect(await statusOf(client.request(path, { milestone: 9 }))).toBe(422)
    expect(await statusOf(client.request(path, { assignees: ['nobody'] }))).toBe(422)
  })

  test('anybody opens an issue in public; labels are for those who may set them', async () => {
    const open = async (client: Client) =>
      (
        await client.request('POST /repos/{owner}/{repo}/issues', {
          ...rocket,
          title: 'A new one',
          labels: ['bug'],
          assignees: ['ada-demo'],
        })
      ).data
    const byLinus = await open(await github.octokitOf('linus-demo'))
    expect(byLinus).toMatchObject({ number: 64, labels: [], assignees: [], body: null })
    const byAda = await open(github.personalOctokit('ada-demo'))
    expect(byAda).toMatchObject({ number: 65, labels: [{ name: 'bug' }], state: 'open' })
    expect(byAda.assignees).toMatchObject([{ login: 'ada-demo' }])
    expect(byAda.author_association).toBe('MEMBER')
  })
})

describe('comments', () => {
  const say = (client: Client, place: typeof rocket, body = 'Hello') =>
    client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...place,
      issue_number: 1,
      body,
    })

  test('are written by people and by the App, and counted', async () => {
    const { data } = await say(await github.octokitOf('linus-demo'), rocket)
    expect(data).toMatchObject({ body: 'Hello', user: { login: 'linus-demo' } })
    await say(await github.installed('acme'), rocket, 'Hi')
    const { data: all } = await github.anonymous.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...rocket, issue_number: 1 },
    )
    expect(all.map(({ body, user }) => [body, user?.login])).toEqual([
      ['Hello', 'linus-demo'],
      ['Hi', 'polar-sandbox[bot]'],
    ])
    expect((await read(github.anonymous, rocket, 1)).data.comments).toBe(2)
  })

  test('need the App where a token of the App is used, and an issue that is not locked', async () => {
    expect(await statusOf(say(await github.octokitOf('linus-demo'), wrench))).toBe(403)
    expect(await statusOf(say(github.personalOctokit('linus-demo'), wrench))).toBe(201)
    github.control.lockIssue({ repository: 'acme/rocket', number: 1 })
    expect(await statusOf(say(await github.octokitOf('linus-demo'), rocket))).toBe(403)
    expect(await statusOf(say(await github.octokitOf('ada-demo'), rocket))).toBe(201)
    expect(await statusOf(say(github.anonymous, rocket))).toBe(401)
    expect(await statusOf(say(github.personalOctokit('ada-demo'), rocket, ''))).toBe(422)
  })
})

describe('labels', () => {
  const place = { ...rocket, issue_number: 1 }

  test('are put on and taken off an issue', async () => {
    const client = await github.installed('acme')
    const { data } = await client.request(
      'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      { ...place, labels: ['FUND'] },
    )
    expect(data.map(({ name }) => name)).toEqual(['bug', 'Fund'])
    const remove = () =>
      client.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
        ...place,
        name: 'Fund',
      })
    expect((await remove()).data.map(({ name }) => name)).toEqual(['bug'])
    const error = await errorOf(remove())
    expect([error.status, error.message]).toEqual([404, expect.stringContaining('Label does not')])
    const { data: left } = await github.anonymous.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/labels',
      place,
    )
    expect(left.map(({ name }) => name)).toEqual(['bug'])
  })

  test('of a repository are listed, and made once', async () => {
    const client = await github.installed('acme')
    const create = () =>
      client.request('POST /repos/{owner}/{repo}/labels', {
        ...rocket,
        name: 'Help wanted',
        color: '00ff00',
      })
    expect((await create()).data).toMatchObject({ name: 'Help wanted', color: '00ff00' })
    expect((await errorOf(create())).message).toMatch('already_exists')
    const { data } = await github.anonymous.request('GET /repos/{owner}/{repo}/labels', rocket)
    expect(data.map(({ name }) => name)).toEqual(['bug', 'enhancement', 'Fund', 'Help wanted'])
  })
})
