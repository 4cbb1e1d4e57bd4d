import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createMembership, createPullRequest, createUser } from '../../test/demo.ts'
import { createFundedPlace, type FundedPlace } from '../../test/rewards.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const actor = (login: string) => ({
  id: 1,
  login,
  htmlUrl: `https://github.com/${login}`,
  avatarUrl: 'https://avatars.githubusercontent.com/u/1',
})

let serial = 0

const addReference = (
  { issue }: FundedPlace,
  data: {
    type: 'PULL_REQUEST' | 'EXTERNAL_GITHUB_PULL_REQUEST' | 'EXTERNAL_GITHUB_COMMIT'
    externalId: string
    pullRequestId?: string
    externalSource?: object
  },
) => app.db.issueReference.create({ data: { issueId: issue.id, ...data } })

const addPullRequest = async (
  place: FundedPlace,
  login: string,
  options: { isMerged?: boolean; mergeCommitSha?: string } = {},
) => {
  const { isMerged = true, mergeCommitSha } = options
  const { id } = await createPullRequest(app.db, {
    organizationId: place.organization.id,
    repositoryId: place.repository.id,
    number: 100 + ++serial,
    ...(isMerged && { mergedAt: new Date(), state: 'CLOSED' }),
  })
  await app.db.pullRequest.update({ where: { id }, data: { author: actor(login), mergeCommitSha } })
  await addReference(place, { type: 'PULL_REQUEST', externalId: id, pullRequestId: id })
}

const addExternal = (place: FundedPlace, login: string, isMerged = true) =>
  addReference(place, {
    type: 'EXTERNAL_GITHUB_PULL_REQUEST',
    externalId: `https://github.com/other/one/pull/${++serial}`,
    externalSource: {
      ...{ organizationName: 'other', repositoryName: 'one', number: serial, title: 'One' },
      ...{ author: actor(login), state: 'CLOSED', isDraft: false, isMerged },
    },
  })

const addCommit = (place: FundedPlace, login: string | null, sha = `${++serial}`.padEnd(40, '0')) =>
  addReference(place, {
    type: 'EXTERNAL_GITHUB_COMMIT',
    externalId: sha,
    externalSource: {
      ...{ organizationName: 'acme', repositoryName: 'rocket', sha, branchName: null },
      ...{ author: login && actor(login), message: 'Fixes it' },
    },
  })

type Proposal = {
  share: number
  githubLogin: string | null
  organizationId: string | null
  reasons: { text: string; url: string | null }[]
}

const proposalFor = async (place: FundedPlace, headers = place.asAdmin) => {
  const { data, errors } = await app.query<{ node: { proposedSplit: Proposal[] | null } }, object>(
    `query ($id: ID!) { node(id: $id) { ... on Issue {
      proposedSplit { share githubLogin organizationId reasons { text url } }
    } } }`,
    { id: encodeId('Issue', place.issue.id) },
    headers,
  )
  expect(errors).toBeUndefined()
  return data?.node.proposedSplit ?? null
}

const sharesFor = async (place: FundedPlace) =>
  (await proposalFor(place))?.map(({ githubLogin, share }) => [githubLogin, share])

const promise = ({ issue }: FundedPlace, percent: number) =>
  app.db.issue.update({
    where: { id: issue.id },
    data: { upfrontSplitToContributors: percent },
  })

test('without contributors the organization gets all', async () => {
  const place = await createFundedPlace(app)
  await promise(place, 70)
  await addPullRequest(place, 'unmerged', { isMerged: false })
  await addExternal(place, 'unmerged', false)
  expect(await proposalFor(place)).toEqual([
    {
      share: 1_000,
      githubLogin: null,
      organizationId: encodeId('Organization', place.organization.id),
      reasons: [{ text: 'We know of nobody else who worked on it', url: null }],
    },
  ])
})

test('without a promise contributors get all, with the reasons for each', async () => {
  const place = await createFundedPlace(app)
  await addExternal(place, 'ada')
  const url = `https://github.com/other/one/pull/${serial}`
  expect(await proposalFor(place)).toEqual([
    {
      share: 1_000,
      githubLogin: 'ada',
      organizationId: null,
      reasons: [{ text: `Pull request other/one#${serial} was merged`, url }],
    },
  ])
})

test('contributors share what the issue promises, else what the organization does', async () => {
  const place = await createFundedPlace(app)
  await addPullRequest(place, 'ada')
  await app.db.organization.update({
    where: { id: place.organization.id },
    data: { defaultUpfrontSplitToContributors: 30 },
  })
  expect(await sharesFor(place)).toEqual([
    ['ada', 300],
    [null, 700],
  ])
  await promise(place, 75)
  expect(await sharesFor(place)).toEqual([
    ['ada', 750],
    [null, 250],
  ])
  await promise(place, 0)
  expect(await sharesFor(place)).toEqual([[null, 1_000]])
})

test('a merged pull request weighs four commits, and no number of commits as much', async () => {
  const place = await createFundedPlace(app)
  await addPullRequest(place, 'ada')
  for (let count = 0; count < 9; count++) await addCommit(place, 'grace')
  await addCommit(place, 'linus')
  expect(await sharesFor(place)).toEqual([
    ['ada', 500],
    ['grace', 375],
    ['linus', 125],
  ])
})

test('commits of a pull request count with it: its merge, and those of its author', async () => {
  const place = await createFundedPlace(app)
  await addPullRequest(place, 'ada', { mergeCommitSha: 'c'.repeat(40) })
  await addCommit(place, 'merger', 'c'.repeat(40))
  await addCommit(place, 'Ada')
  await addCommit(place, null)
  expect(await sharesFor(place)).toEqual([['ada', 1_000]])
})

test('bots are left out, and three equal parts sum to 1000', async () => {
  const place = await createFundedPlace(app)
  for (const login of ['ada', 'dependabot[bot]', 'grace', 'linus']) {
    await addPullRequest(place, login)
  }
  expect(await sharesFor(place)).toEqual([
    ['ada', 334],
    ['grace', 333],
    ['linus', 333],
  ])
})

test('only admins of the organization see it', async () => {
  const place = await createFundedPlace(app)
  await addPullRequest(place, 'ada')
  const member = await createUser(app.db)
  await createMembership(app.db, { userId: member.id, organizationId: place.organization.id })
  const { cookie } = await app.signIn(member.id)
  expect(await proposalFor(place, { cookie })).toBeNull()
})

test('of many issues takes as many statements as of one', async () => {
  const places = [await createFundedPlace(app), await createFundedPlace(app)]
  for (const place of places) {
    await addPullRequest(place, 'ada')
    await addCommit(place, 'grace')
  }
  const ask = (of: FundedPlace[]) =>
    app.statementsDuring(() =>
      app.query(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { proposedSplit { share } } } }',
        {
          ids: of.map(({ issue }) => encodeId('Issue', issue.id)),
        },
      ),
    )
  const both = await ask(places)
  expect(both.statements).toHaveLength((await ask(places.slice(0, 1))).statements.length)
})
