import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as github from '#github/service.ts'
import { graphql } from '../../test/generated/gql.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import * as issues from './service.ts'

const ImportByAddress = graphql(`
  mutation ImportByAddress($url: String!) {
    importIssue(input: { url: $url }) {
      __typename
      ... on ImportIssuePayload {
        issue {
          id
          title
          url
          repository { nameWithOwner visibility organization { login isInstalled isPersonal } }
        }
      }
      ... on Error { code message path }
    }
  }
`)

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let requestsTo: Setup['requestsTo']
let stop: Setup['stop']
let number = 0

beforeAll(async () => {
  ;({ app, github: sandbox, requestsTo, stop } = await startWithGithub())
  sandbox.control.addAccount({ id: 501, login: 'Tove', type: 'User' })
  sandbox.control.addRepository({ owner: 'Tove', name: 'Kernel', description: 'Boots' })
  sandbox.control.addRepository({ owner: 'Tove', name: 'diary', isPrivate: true })
  const opened = { repository: 'Tove/Kernel', title: 'It panics', body: 'At **boot**' }
  number = sandbox.control.openIssue(opened).number
  sandbox.control.openIssue({ repository: 'Tove/diary', title: 'Monday' })
})
afterAll(() => stop())
beforeEach(async () => {
  await app.db.issue.deleteMany()
  await app.db.repository.deleteMany()
  await app.db.organization.deleteMany()
})

const ask = async (url: string) => {
  const { data, errors } = await app.query(ImportByAddress, { url })
  if (!data) throw new Error(JSON.stringify(errors))
  return data.importIssue
}

const address = (path = 'Tove/Kernel', wanted = number) =>
  `https://github.com/${path}/issues/${wanted}`

describe('importIssue', () => {
  test('reads an issue that is new to us, with its repository and owner', async () => {
    expect(await ask(address())).toEqual({
      __typename: 'ImportIssuePayload',
      issue: {
        id: expect.any(String),
        title: 'It panics',
        url: `${sandbox.url}/Tove/Kernel/issues/${number}`,
        repository: {
          nameWithOwner: 'Tove/Kernel',
          visibility: 'PUBLIC',
          organization: { login: 'Tove', isInstalled: false, isPersonal: true },
        },
      },
    })
    const { data } = await app.query(
      `{ issue(owner: "tove", repository: "kernel", number: ${number}) { title } }`,
    )
    expect(data).toEqual({ issue: { title: 'It panics' } })
  })

  test('in another case of letters is the same issue, and GitHub is not asked again', async () => {
    const first = await ask(address('tove/KERNEL'))
    const before = requestsTo('/repos').length
    for (const url of [address('TOVE/kernel'), `Tove/Kernel#${number}`, address()]) {
      expect(await ask(url)).toEqual(first)
    }
    expect(requestsTo('/repos')).toHaveLength(before)
    expect(await app.db.issue.count()).toBe(1)
    expect(await app.db.organization.count()).toBe(1)
  })

  test('of several who ask at once, one reads', async () => {
    const before = requestsTo('/repos').length
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(address())))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(requestsTo('/repos')).toHaveLength(before + 2)
  })

  test.each([
    ['nothing'],
    ['#1'],
    ['Tove#1'],
    ['https://example.com/Tove/Kernel/issues/1'],
    ['https://github.com/Tove/Kernel/pull/1'],
    ['Tove/Kernel#1 and Tove/Kernel#2'],
    ['x'.repeat(2_000)],
  ])('%s is IssueAddressInvalid', async (url) => {
    expect(await ask(url)).toMatchObject({
      __typename: 'IssueAddressInvalid',
      code: 'BAD_USER_INPUT',
      path: ['url'],
    })
  })

  test('of a private repository, an unknown one or an unknown number: not found', async () => {
    for (const url of [
      address('Tove/diary', 1),
      address('Tove/nothing'),
      address('nobody/Kernel'),
      address('Tove/Kernel', 999),
    ]) {
      expect(await ask(url)).toMatchObject({ __typename: 'IssueNotFound', code: 'NOT_FOUND' })
    }
    expect(await app.db.issue.count()).toBe(0)
    expect(await app.db.repository.count({ where: { name: 'diary' } })).toBe(0)
  })

  test('a token that sees private repositories does not let them in', async () => {
    const { token } = sandbox.control.issueToken({ login: 'Tove' })
    const place = { owner: 'Tove', repository: 'diary', number: 1 }
    expect(await issues.importForeign(app.ctx, place, github.asUser(app.ctx, token))).toBeNull()
    expect(await app.db.repository.count()).toBe(0)
  })

  test('a pull request is no issue', async () => {
    const pull = sandbox.control.openPull({
      repository: 'Tove/Kernel',
      title: 'Fix',
      head: { ref: 'fix' },
    })
    expect(await ask(`Tove/Kernel#${pull.number}`)).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('while GitHub is away: GithubUnavailable', async () => {
    sandbox.control.failNext({ path: '/api/v3/repos', status: 503, times: 'always' })
    expect(await ask(address())).toMatchObject({
      __typename: 'GithubUnavailable',
      code: 'UNAVAILABLE',
    })
    sandbox.control.clearFailures()
    expect(await ask(address())).toMatchObject({ __typename: 'ImportIssuePayload' })
  })
})

describe('what we know already', () => {
  test('of an owner keeps installation and settings, and takes the new login', async () => {
    const known = await app.db.organization.create({
      data: {
        externalId: 501n,
        login: 'Tove-before',
        avatarUrl: 'https://example.com/old',
        isPersonal: true,
        installationId: 77n,
        pledgeMinimumAmount: 7n,
      },
    })
    const holder = await app.db.organization.create({
      data: { externalId: 502n, login: 'tove', avatarUrl: 'https://example.com', isPersonal: true },
    })
    await ask(address())
    const owner = await app.db.organization.findUniqueOrThrow({ where: { id: known.id } })
    expect(owner).toMatchObject({ login: 'Tove', installationId: 77n, pledgeMinimumAmount: 7n })
    const other = await app.db.organization.findUniqueOrThrow({ where: { id: holder.id } })
    expect(other.login).not.toBe('tove')
  })

  test('of an issue is brought up to date by importing it again', async () => {
    await ask(address())
    sandbox.control.editIssue({ repository: 'Tove/Kernel', number, title: 'It still panics' })
    const place = { owner: 'TOVE', repository: 'KERNEL', number }
    const again = await issues.importForeign(app.ctx, place, github.asPublic(app.ctx))
    expect(again?.title).toBe('It still panics')
    expect(await app.db.issue.count()).toBe(1)
  })
})
