import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoSha } from './demo/contents.ts'
import { errorOf, startWithApp, type TestGithub } from './testing.ts'

let github: TestGithub

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const rocket = { owner: 'acme', repo: 'rocket' }
const secret = { owner: 'acme', repo: 'secret-fuel' }

type Client = Pick<TestGithub['anonymous'], 'request'>

const get = (client: Client, place: { owner: string; repo: string }) =>
  client.request('GET /repos/{owner}/{repo}', place)

describe('a repository', () => {
  test('is told in full', async () => {
    const { data } = await get(github.anonymous, rocket)
    expect(data).toMatchObject({
      full_name: 'acme/rocket',
      private: false,
      archived: false,
      owner: { login: 'acme', type: 'Organization' },
      organization: { login: 'acme' },
      default_branch: 'main',
      open_issues_count: 47,
      stargazers_count: 40,
      license: { spdx_id: 'Apache-2.0' },
      topics: ['rocket', 'demo'],
    })
    expect((await get(await github.octokitOf('ada-demo'), rocket)).data.permissions).toMatchObject({
      admin: true,
    })
  })

  test('is found by its id too, with all below', async () => {
    const { id } = (await get(github.anonymous, rocket)).data
    const { data } = await github.anonymous.request(`GET /repositories/${id}/issues/1`)
    expect(data.number).toBe(1)
    expect((await errorOf(github.anonymous.request('GET /repositories/1'))).status).toBe(404)
  })

  test('leads from its old names to where it is', async () => {
    github.control.renameRepository({ repository: 'acme/rocket', name: 'shuttle' })
    github.control.renameAccount({ login: 'acme', to: 'acme-inc' })
    for (const repo of ['rocket', 'shuttle']) {
      const { data, url } = await get(github.anonymous, { owner: 'acme', repo })
      expect(data.full_name).toBe('acme-inc/shuttle')
      expect(url).toMatch(/\/repositories\/\d+$/)
    }
    const raw = await fetch(`${github.apiUrl}/repos/acme/rocket/issues?page=2`, {
      redirect: 'manual',
    })
    expect(raw.status).toBe(301)
    expect(raw.headers.get('location')).toMatch(/\/repositories\/\d+\/issues\?page=2$/)
    // A new one under the old name is what the name means then.
    github.control.addRepository({ owner: 'acme-inc', name: 'rocket' })
    expect((await get(github.anonymous, { owner: 'acme-inc', repo: 'rocket' })).data.size).toBe(0)
  })

  test('can become private, public, go to somebody else, and end', async () => {
    const see = async (place = rocket) => {
      const work = get(github.anonymous, place)
      return work.then(
        ({ data }) => data.full_name,
        ({ status }: { status: number }) => status,
      )
    }
    github.control.privatizeRepository({ repository: 'acme/rocket' })
    expect(await see()).toBe(404)
    github.control.publicizeRepository({ repository: 'acme/rocket' })
    github.control.transferRepository({ repository: 'acme/rocket', to: 'linus-demo' })
    expect(await see()).toBe('linus-demo/rocket')
    github.control.deleteRepository({ repository: 'linus-demo/rocket' })
    expect(await see()).toBe(404)
    expect((await get(await github.octokitOf('grace-demo'), secret)).data.private).toBe(true)
  })

  test('of an installation are listed for its token alone', async () => {
    const client = await github.installed('acme')
    const { data } = await client.request('GET /installation/repositories', { per_page: 2 })
    expect(data).toMatchObject({ total_count: 3, repository_selection: 'all' })
    expect(data.repositories.map(({ name }) => name)).toEqual(['rocket', 'launchpad'])
    const user = await github.octokitOf('ada-demo')
    expect((await errorOf(user.request('GET /installation/repositories'))).status).toBe(403)
    const { id } = github.world.installations[0] ?? { id: 0 }
    github.control.setInstallationRepositories({ id, repositories: ['acme/launchpad'] })
    const fewer = await client.request('GET /installation/repositories')
    expect(fewer.data).toMatchObject({ total_count: 1, repository_selection: 'selected' })
    expect((await errorOf(get(client, secret))).status).toBe(404)
  })
})

describe('installations and organizations', () => {
  test('the App lists where it is installed', async () => {
    const { octokit } = github.app
    const { data } = await octokit.request('GET /app/installations', { per_page: 1 })
    expect(data).toMatchObject([{ account: { login: 'acme' } }])
    const { data: one } = await octokit.request('GET /app/installations/{installation_id}', {
      installation_id: data[0]?.id ?? 0,
    })
    expect(one).toMatchObject({ id: data[0]?.id, target_type: 'Organization' })
    github.control.uninstall({ id: one.id })
    expect((await octokit.request('GET /app/installations')).data).toHaveLength(1)
    expect(github.control.install({ account: 'acme' }).id).toBeGreaterThan(0)
    expect(() => github.control.install({ account: 'acme' })).toThrow('installed for acme already')
  })

  test('an organization tells of itself, a person is none', async () => {
    const { data } = await github.anonymous.request('GET /orgs/{org}', { org: 'acme' })
    expect(data).toMatchObject({
      login: 'acme',
      name: 'Acme Rockets',
      description: 'Rockets for everybody',
    })
    const person = github.anonymous.request('GET /orgs/{org}', { org: 'ada-demo' })
    expect((await errorOf(person)).status).toBe(404)
  })
})

describe('pull requests', () => {
  const pull = (pull_number: number) =>
    github.anonymous.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...rocket,
      pull_number,
    })

  test('are listed newest first, without their size', async () => {
    const { data } = await github.anonymous.request('GET /repos/{owner}/{repo}/pulls', {
      ...rocket,
      state: 'all',
    })
    expect(data.map(({ number, draft, merged_at }) => [number, draft, merged_at])).toEqual([
      [63, false, '2026-03-19T09:00:00Z'],
      [62, true, null],
      [61, false, null],
    ])
    expect(data[0]).not.toHaveProperty('additions')
    const open = await github.anonymous.request('GET /repos/{owner}/{repo}/pulls', rocket)
    expect(open.data.map(({ number }) => number)).toEqual([62, 61])
  })

  test('are told whole by number', async () => {
    expect((await pull(61)).data).toMatchObject({
      number: 61,
      state: 'open',
      merged: false,
      additions: 34,
      deletions: 5,
      changed_files: 2,
      commits: 1,
      head: { ref: 'lift-off', sha: demoSha(0xc0), repo: { full_name: 'acme/rocket' } },
      base: { ref: 'main' },
      user: { login: 'grace-demo' },
    })
    expect((await errorOf(pull(1))).status).toBe(404)
  })

  test('open, grow, merge', async () => {
    const place = { repository: 'acme/rocket' }
    const { number } = github.control.openPull({
      ...place,
      title: 'Faster',
      by: 'linus-demo',
      changes: { additions: 3, deletions: 1, isDraft: true },
      reviewers: ['ada-demo'],
    })
    const at = { ...place, number }
    const { sha } = github.control.synchronizePull({ ...at, message: 'More' })
    github.control.editPull({ ...at, changes: { isDraft: false } })
    const before = (await pull(number)).data
    expect(before).toMatchObject({ draft: false, commits: 2, additions: 3, head: { sha } })
    expect(before.requested_reviewers).toMatchObject([{ login: 'ada-demo' }])
    const merged = github.control.mergePull(at)
    expect((await pull(number)).data).toMatchObject({
      state: 'closed',
      merged: true,
      merge_commit_sha: merged.sha,
      merged_by: { login: 'ada-demo' },
    })
  })
})

describe('commits', () => {
  const commit = (client: Client, place: typeof rocket, ref: string) =>
    client.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...place, ref })

  test('are found by SHA and by branch', async () => {
    const sha = demoSha(0xc0)
    const { data } = await commit(github.anonymous, rocket, sha)
    expect(data).toMatchObject({
      sha,
      commit: { message: 'Lift off after zero' },
      author: { login: 'grace-demo' },
    })
    expect((await commit(github.anonymous, rocket, 'lift-off')).data.sha).toBe(sha)
    expect((await errorOf(commit(github.anonymous, rocket, 'f'.repeat(40)))).status).toBe(422)
    expect((await errorOf(commit(github.anonymous, rocket, 'nowhere'))).status).toBe(404)
  })

  test('of private repositories need a permission that the App has not', async () => {
    const client = await github.installed('acme')
    expect((await errorOf(commit(client, secret, 'main'))).status).toBe(403)
    expect((await commit(github.personalOctokit('ada-demo'), secret, 'main')).status).toBe(200)
  })

  test('know the branches that end with them', async () => {
    const { sha } = github.control.addCommit({ repository: 'acme/rocket', branch: 'one' })
    const heads = async () => {
      const { data } = await github.anonymous.request(
        'GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head',
        { ...rocket, commit_sha: sha },
      )
      return data.map(({ name }) => name)
    }
    expect(await heads()).toEqual(['one'])
    github.control.setBranch({ repository: 'acme/rocket', name: 'two', sha })
    expect(await heads()).toEqual(['one', 'two'])
    github.control.addCommit({ repository: 'acme/rocket', branch: 'one' })
    expect(await heads()).toEqual(['two'])
  })
})

describe('what happened to an issue', () => {
  const timeline = async (client: Client, issue_number: number, place = rocket) =>
    (
      await client.request('GET /repos/{owner}/{repo}/issues/{issue_number}/timeline', {
        ...place,
        issue_number,
      })
    ).data as Record<string, unknown>[]

  test('is its timeline, with commits and mentions', async () => {
    const events = await timeline(github.anonymous, 1)
    expect(events).toMatchObject([
      {
        event: 'cross-referenced',
        source: {
          type: 'issue',
          issue: { number: 61, pull_request: {}, repository: { full_name: 'acme/rocket' } },
        },
      },
      {
        event: 'referenced',
        commit_id: demoSha(0xc0),
        commit_url: `${github.apiUrl}/repos/acme/rocket/commits/${demoSha(0xc0)}`,
      },
    ])
    expect(events[0]).not.toHaveProperty('id')
    expect(await timeline(github.anonymous, 5)).toMatchObject([
      { event: 'commented' },
      { event: 'commented' },
      { event: 'commented' },
      { event: 'commented' },
      { source: { issue: { repository: { full_name: 'octo-tools/wrench' } } } },
    ])
  })

  test('grows with labels, assignees, closing, and kinds nobody knows', async () => {
    const at = { repository: 'acme/launchpad', number: 1 }
    github.control.labelIssue({ ...at, label: 'Fund' })
    github.control.assignIssue({ ...at, login: 'ada-demo' })
    github.control.closeIssue({ ...at, reason: 'not_planned' })
    github.control.addEvent({ ...at, event: 'teleported', fields: { to: 'Mars' } })
    github.control.addEvent({ ...at, event: 'committed', fields: { sha: 'abc' } })
    expect(await timeline(github.anonymous, 1, { ...rocket, repo: 'launchpad' })).toMatchObject([
      { event: 'labeled', label: { name: 'Fund', color: '0e8a16' }, actor: { login: 'ada-demo' } },
      { event: 'assigned', assignee: { login: 'ada-demo' } },
      { event: 'closed', commit_id: null, state_reason: 'not_planned' },
      { event: 'teleported', to: 'Mars' },
      { event: 'committed', sha: 'abc' },
    ])
  })

  test('leaves out mentions from where the reader may not look', async () => {
    github.control.crossReference({
      repository: 'acme/rocket',
      number: 3,
      source: { repository: 'acme/secret-fuel', number: 1 },
    })
    const mentions = async (client: Client) =>
      (await timeline(client, 3)).filter(({ event }) => event === 'cross-referenced').length
    expect(await mentions(github.anonymous)).toBe(0)
    expect(await mentions(await github.installed('acme'))).toBe(1)
  })

  test('is in the list of its repository, newest first, with the issue', async () => {
    const list = async (query: object = {}) =>
      (
        await github.anonymous.request('GET /repos/{owner}/{repo}/issues/events', {
          ...rocket,
          ...query,
        })
      ).data
    github.control.referenceCommit({ repository: 'acme/rocket', number: 9 })
    const [first, second] = await list()
    expect(first).toMatchObject({ event: 'referenced', issue: { number: 9 } })
    expect(second).toMatchObject({ event: 'referenced', issue: { number: 1 } })
    expect(await list({ page: 2, per_page: 15 })).toHaveLength(2)
    expect((await list()).some(({ event }) => event === 'cross-referenced')).toBe(false)
  })
})

describe('stars', () => {
  test('are listed with their times where these are asked for', async () => {
    const client = await github.octokitOf('linus-demo')
    const { data } = await client.request('GET /user/starred')
    expect(data.map((one) => 'full_name' in one && one.full_name)).toEqual([
      'acme/rocket',
      'octo-tools/wrench',
    ])
    const headers = { accept: 'application/vnd.github.star+json' }
    const timed = await client.request('GET /user/starred', { direction: 'asc', headers })
    expect(timed.data).toMatchObject([
      { starred_at: '2026-01-05T11:00:00Z', repo: { full_name: 'octo-tools/wrench' } },
      { repo: { full_name: 'acme/rocket' } },
    ])
    github.control.star({ login: 'linus-demo', repository: 'acme/launchpad' })
    const again = await client.request('GET /user/starred', { per_page: 1 })
    expect(again.data).toMatchObject([{ full_name: 'acme/launchpad', stargazers_count: 34 }])
    expect(again.headers.link).toMatch('rel="next"')
  })
})

describe('Markdown', () => {
  test('becomes HTML without what could run', async () => {
    const { data, headers } = await github.anonymous.request('POST /markdown', {
      text: '# Hi\n\n<script>alert(1)</script>\n\n~~no~~ <img src=x onerror=alert(1)>\nline',
      mode: 'gfm',
      context: 'acme/rocket',
    })
    expect(headers['content-type']).toMatch('text/html')
    expect(data.replace(/\n+/g, '')).toBe(
      '<h1>Hi</h1><p><del>no</del> <img src="x" /><br />line</p>',
    )
    const wrong = github.anonymous.request('POST /markdown', { text: '', mode: 'x' as 'gfm' })
    expect((await errorOf(wrong)).status).toBe(422)
  })
})
