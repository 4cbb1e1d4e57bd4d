import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoWorld } from './demo.ts'
import { errorOf, startWithApp } from './testing.ts'
import { account, installation, repository } from './world.ts'

let github: Awaited<ReturnType<typeof startWithApp>>

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const idOf = (login: string) => demoWorld.accounts.find((one) => one.login === login)?.id ?? 0

describe('where the App is installed', () => {
  const visibleTo = async (login: string) => {
    const octokit = await github.octokitOf(login)
    const { data } = await octokit.request('GET /user/installations')
    expect(data.total_count).toBe(data.installations.length)
    return data.installations.map(({ account: of }) => of && 'login' in of && of.login)
  }

  test('owners and members see it, collaborators too, nobody else', async () => {
    expect(await visibleTo('ada-demo')).toEqual(['acme', 'ada-demo'])
    expect(await visibleTo('grace-demo')).toEqual(['acme'])
    expect(await visibleTo('dennis-demo')).toEqual(['acme'])
    expect(await visibleTo('linus-demo')).toEqual([])
  })

  test('says what our installation code reads', async () => {
    const octokit = await github.octokitOf('ada-demo')
    const { data } = await octokit.request('GET /user/installations')
    expect(data.installations[0]).toMatchObject({
      id: demoWorld.installations[0]?.id,
      app_id: github.appId,
      target_type: 'Organization',
      account: { id: idOf('acme'), login: 'acme', type: 'Organization' },
      repository_selection: 'all',
      suspended_at: null,
      suspended_by: null,
    })
    expect(data.installations[1]?.account).toMatchObject({ id: idOf('ada-demo'), type: 'User' })
  })

  test('is not told to a personal token', async () => {
    const list = github.personalOctokit('ada-demo').request('GET /user/installations')
    const error = await errorOf(list)
    expect([error.status, error.message]).toEqual([403, expect.stringContaining('GitHub App')])
  })

  test('comes in pages that a reader can follow to the end', async () => {
    for (let number = 1; number <= 5; number++) {
      const { id } = account({ id: number, login: `org-${number}`, type: 'Organization' })
      github.world.accounts.push(account({ id, login: `org-${number}`, type: 'Organization' }))
      github.world.installations.push(installation({ id, accountId: id }))
      github.control.setMembership({ organization: `org-${number}`, login: 'grace-demo' })
    }
    const octokit = await github.octokitOf('grace-demo')
    const { data, headers } = await octokit.request('GET /user/installations', { per_page: 2 })
    expect(data).toMatchObject({ total_count: 6, installations: { length: 2 } })
    expect(headers.link).toBe(
      `<${github.apiUrl}/user/installations?per_page=2&page=2>; rel="next", ` +
        `<${github.apiUrl}/user/installations?per_page=2&page=3>; rel="last"`,
    )
    const pages = await octokit.paginate('GET /user/installations', { per_page: 2 })
    const seen = pages.map(({ id }) => id)
    expect(seen).toEqual([demoWorld.installations[0]?.id, 1, 2, 3, 4, 5])
  })

  test('pages larger than 100 are cut down to 100, and no list has page zero', async () => {
    for (let id = 1; id <= 120; id++) {
      github.world.repositories.push(
        repository({ id, ownerId: idOf('ada-demo'), name: `repository-${id}` }),
      )
    }
    const octokit = await github.octokitOf('ada-demo')
    const installationId = demoWorld.installations[1]?.id ?? 0
    const list = (parameters: object) =>
      octokit.request('GET /user/installations/{installation_id}/repositories', {
        installation_id: installationId,
        ...parameters,
      })
    const { data, headers } = await list({ per_page: 500 })
    expect(data.repositories).toHaveLength(100)
    expect(data.total_count).toBe(121)
    expect(headers.link).toMatch(/page=2>; rel="next", <[^>]+page=2>; rel="last"/)
    expect((await list({})).data.repositories).toHaveLength(30)
    expect((await errorOf(list({ page: 0 }))).status).toBe(422)
    expect((await errorOf(list({ per_page: 'many' }))).status).toBe(422)
  })

  test('shows a person the repositories they can reach', async () => {
    const reach = async (login: string) => {
      const octokit = await github.octokitOf(login)
      const { data } = await octokit.request(
        'GET /user/installations/{installation_id}/repositories',
        { installation_id: demoWorld.installations[0]?.id ?? 0 },
      )
      return data.repositories.map(({ full_name, permissions }) => [full_name, permissions?.admin])
    }
    const all = ['acme/rocket', 'acme/launchpad', 'acme/secret-fuel']
    expect(await reach('ada-demo')).toEqual(all.map((name) => [name, true]))
    expect(await reach('grace-demo')).toEqual(all.map((name) => [name, false]))
    expect(await reach('dennis-demo')).toEqual([['acme/rocket', false]])
    expect((await errorOf(reach('linus-demo'))).status).toBe(404)
  })
})
