import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createMembership, createPullRequest, createUser } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>
/** Without a worker, whose statements would be counted. */
let quiet: TestApp
beforeAll(async () => {
  setting = await startWithGithub({}, { worker: true })
  quiet = await startTestApp({ worker: false })
})
afterAll(async () => {
  await quiet.stop()
  await setting.stop()
})

type Reference = Record<string, unknown> & { __typename: string; id: string }
type Answer = {
  issue: {
    hasPullRequest: boolean
    isInProgress: boolean
    references: { totalCount: number; nodes: Reference[] }
  } | null
}

const fields = `
  __typename
  createdAt
  issue { number }
  ... on Node { id }
  ... on PullRequestReference {
    pullRequest { number title state additions deletions isDraft author { login avatarUrl } }
  }
  ... on ExternalPullRequestReference {
    organizationName repositoryName number title state isDraft author { login } url
  }
  ... on CommitReference {
    organizationName repositoryName sha branchName message author { login } url
  }`

type Place = { owner: string; repository: string; number: number }

const askOf = async (
  app: TestApp,
  { owner, repository, number }: Place,
  { first = 10, headers = {} } = {},
) => {
  const { data, errors } = await app.query<Answer, object>(
    `{ issue(owner: "${owner}", repository: "${repository}", number: ${number}) {
         hasPullRequest isInProgress
         references(first: ${first}) { totalCount nodes { ${fields} } }
       } }`,
    {},
    headers,
  )
  expect(errors).toBeUndefined()
  return data?.issue
}

const ask = (place: Place) => askOf(setting.app, place)

const askQuietly = (place: Place, options = {}) => askOf(quiet, place, options)

test('from a pull request’s webhook to the issue that it names; then it becomes a draft', async () => {
  const { control } = setting.github
  const repository = 'acme/rocket'
  const { number } = control.openIssue({ repository, title: 'It does not fly' })
  const pull = control.openPull({ repository, title: 'Fly', by: 'grace-demo' })
  control.crossReference({ repository, number, source: { repository, number: pull.number } })
  control.editIssue({ repository, number: pull.number, body: `Fixes ACME/rocket#${number}` })

  const place = { owner: 'acme', repository: 'rocket', number }
  await expect
    .poll(() => ask(place), { timeout: 20_000 })
    .toMatchObject({
      hasPullRequest: true,
      isInProgress: false,
      references: {
        totalCount: 1,
        nodes: [
          {
            __typename: 'PullRequestReference',
            issue: { number },
            pullRequest: { number: pull.number, title: 'Fly', author: { login: 'grace-demo' } },
          },
        ],
      },
    })
  control.editPull({ repository, number: pull.number, changes: { isDraft: true } })
  await expect
    .poll(() => ask(place), { timeout: 20_000 })
    .toMatchObject({ hasPullRequest: false, isInProgress: true })
})

/** An issue with one reference of each kind. */
const createReferences = async ({ isPrivate = false } = {}) => {
  const { db } = quiet
  const [place] = await createDemo(db, { isPrivate })
  if (!place) throw new Error('no demo')
  const { organization, repository, issue } = place
  const { id: pullRequestId } = await createPullRequest(db, {
    organizationId: organization.id,
    repositoryId: repository.id,
    number: 2,
  })
  const at = { issueId: issue.id }
  const author = {
    ...{ id: 1, login: 'linus-demo' },
    ...{ htmlUrl: 'https://github.com/linus-demo', avatarUrl: 'https://github.com/linus-demo.png' },
  }
  const source = { organizationName: 'linus-demo', repositoryName: 'fork', author }
  const url = 'https://github.com/linus-demo/fork/pull/3'
  await db.issueReference.create({
    data: { ...at, type: 'PULL_REQUEST', externalId: pullRequestId, pullRequestId },
  })
  await db.issueReference.create({
    data: {
      ...at,
      type: 'EXTERNAL_GITHUB_PULL_REQUEST',
      externalId: url,
      externalSource: {
        ...source,
        ...{ number: 3, title: 'Borrowed', state: 'CLOSED', isDraft: false, isMerged: true },
      },
    },
  })
  const sha = 'a'.repeat(40)
  await db.issueReference.create({
    data: {
      ...at,
      type: 'EXTERNAL_GITHUB_COMMIT',
      externalId: sha,
      externalSource: { ...source, author: null, sha, branchName: 'main', message: 'Fix' },
    },
  })
  const address = { owner: organization.login, repository: repository.name, number: 1 }
  return { ...address, organizationId: organization.id }
}

test('each kind has its fields, by place and by id, in constant statements', async () => {
  const place = await createReferences()
  const { result, statements } = await quiet.statementsDuring(() => askQuietly(place))
  const one = await quiet.statementsDuring(() => askQuietly(place, { first: 1 }))
  expect(one.statements).toHaveLength(statements.length)
  const nodes = result?.references.nodes ?? []
  expect(result?.references.totalCount).toBe(3)
  expect(nodes).toMatchObject([
    { __typename: 'PullRequestReference', pullRequest: { number: 2, state: 'OPEN', author: null } },
    {
      __typename: 'ExternalPullRequestReference',
      organizationName: 'linus-demo',
      repositoryName: 'fork',
      number: 3,
      title: 'Borrowed',
      state: 'MERGED',
      isDraft: false,
      author: { login: 'linus-demo' },
      url: 'https://github.com/linus-demo/fork/pull/3',
    },
    {
      __typename: 'CommitReference',
      sha: 'a'.repeat(40),
      branchName: 'main',
      message: 'Fix',
      author: null,
      url: `https://github.com/linus-demo/fork/commit/${'a'.repeat(40)}`,
    },
  ])
  const ids = JSON.stringify(nodes.map(({ id }) => id))
  const { data } = await quiet.query<{ nodes: object[] }, object>(
    `{ nodes(ids: ${ids}) { ${fields.replace('createdAt', '').replace('issue { number }', '')} } }`,
  )
  expect(data?.nodes).toEqual(nodes.map(({ createdAt, issue, ...rest }) => rest))
})

test('of a private repository: members see them, others nothing', async () => {
  const { organizationId, ...place } = await createReferences({ isPrivate: true })
  const { id: userId } = await createUser(quiet.db)
  await createMembership(quiet.db, { userId, organizationId })
  const { cookie } = await quiet.signIn(userId)
  const seen = await askQuietly(place, { headers: { cookie } })
  expect(seen?.references.totalCount).toBe(3)
  expect(await askQuietly(place)).toBeNull()
  const ids = JSON.stringify(seen?.references.nodes.map(({ id }) => id))
  expect((await quiet.query(`{ nodes(ids: ${ids}) { id } }`)).data).toEqual({
    nodes: [null, null, null],
  })
})

test('an id of one kind does not find another', async () => {
  const reference = await quiet.db.issueReference.findFirstOrThrow({
    where: { type: 'EXTERNAL_GITHUB_COMMIT' },
  })
  const id = encodeId('PullRequestReference', reference.id)
  expect((await quiet.query(`{ node(id: "${id}") { id } }`)).data).toEqual({ node: null })
})
