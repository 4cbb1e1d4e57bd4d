import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as oauthAccounts from '#oauth-account/service.ts'
import { createUser } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { interleave } from './suggestions.ts'

test('the most liked come first, mixed by repository', () => {
  const candidate = (repositoryId: string, thumbsUp: number) => ({
    id: `${repositoryId}${thumbsUp}`,
    repositoryId,
    thumbsUp,
  })
  const all = [
    ...[9, 8, 7, 6].map((thumbsUp) => candidate('a', thumbsUp)),
    ...[5, 4].map((thumbsUp) => candidate('b', thumbsUp)),
    candidate('c', 1),
  ]
  // b is among the five best, c only once two of those are gone.
  expect(interleave(all).map(({ id }) => id)).toEqual(['a9', 'b5', 'c1', 'a8', 'b4', 'a7', 'a6'])
})

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let requestsTo: Setup['requestsTo']
let stop: Setup['stop']
let cookie = ''

beforeAll(async () => {
  ;({ app, github: sandbox, requestsTo, stop } = await startWithGithub())
  const { control } = sandbox
  control.addAccount({ id: 501, login: 'Tove', type: 'User' })
  control.addAccount({ id: 502, login: 'Eve', type: 'User' })
  for (const name of ['kernel', 'shell', 'editor']) control.addRepository({ owner: 'Tove', name })
  control.addRepository({ owner: 'Tove', name: 'diary', isPrivate: true })
  control.addRepository({ owner: 'Eve', name: 'own' })
  const open = (repository: string, title: string, thumbsUp: number) =>
    control.openIssue({ repository, title, reactions: { '+1': thumbsUp } })
  for (const thumbsUp of [1, 2, 3, 4, 5, 6]) open('Tove/kernel', `Kernel ${thumbsUp}`, thumbsUp)
  open('Tove/shell', 'Shell 2', 2)
  open('Tove/editor', 'Not starred', 99)
  open('Eve/own', 'Own', 99)
  for (const repository of ['Tove/kernel', 'Tove/shell', 'Tove/diary', 'Eve/own']) {
    control.star({ login: 'Eve', repository })
  }
})
afterAll(() => stop())

beforeEach(async () => {
  await app.db.user.deleteMany()
  const user = await createUser(app.db, { login: 'Eve' })
  cookie = (await app.signIn(user.id)).cookie
  const { token } = sandbox.control.issueToken({ login: 'Eve' })
  const soon = new Date(Date.now() + 8 * 60 * 60 * 1_000)
  await app.ctx.transaction((tx) =>
    oauthAccounts.connect(
      tx,
      user.id,
      { accountId: 502n, accountLogin: 'Eve', accountEmail: 'eve@example.com' },
      { accessToken: token, expiresAt: soon, refreshToken: 'x', refreshTokenExpiresAt: soon },
    ),
  )
})

type Data = { viewer: { suggestedIssues: { nodes: { title: string }[] } | null } }

const suggested = async () => {
  const query = '{ viewer { suggestedIssues { nodes { title } } } }'
  const { data, errors } = await app.query<Data, object>(query, {}, { cookie })
  return (
    data?.viewer.suggestedIssues?.nodes.map(({ title }) => title) ?? errors?.[0]?.extensions.code
  )
}

describe('suggestedIssues', () => {
  test('are of public repositories of others that the viewer starred, four of each', async () => {
    expect(await suggested()).toEqual(['Kernel 6', 'Shell 2', 'Kernel 5', 'Kernel 4', 'Kernel 3'])
  })

  test('are read from GitHub once a day', async () => {
    await suggested()
    const before = requestsTo('/').length
    expect(await suggested()).toHaveLength(5)
    expect(requestsTo('/')).toHaveLength(before)
  })

  test('are none any more once their repository is private', async () => {
    await suggested()
    const kernel = { name: 'kernel' }
    await app.db.repository.updateMany({ where: kernel, data: { isPrivate: true } })
    expect(await suggested()).toEqual(['Shell 2'])
    await app.db.repository.updateMany({ where: kernel, data: { isPrivate: false } })
  })

  test('are none without an account of GitHub; null while GitHub is away', async () => {
    sandbox.control.failNext({ path: '/api/v3/user/starred', status: 503, times: 'always' })
    expect(await suggested()).toBe('UNAVAILABLE')
    sandbox.control.clearFailures()
    await app.db.oauthAccount.deleteMany()
    expect(await suggested()).toEqual([])
  })
})
