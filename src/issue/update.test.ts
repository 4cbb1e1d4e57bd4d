import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createMembership, createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import type { UpdateIssueInput } from '../../test/generated/graphql.ts'

const UpdateIssue = graphql(`
  mutation UpdateIssue($input: UpdateIssueInput!) {
    updateIssue(input: $input) {
      __typename
      ... on UpdateIssuePayload {
        issue { fundingGoal { amount currency } upfrontSplitToContributors }
      }
      ... on Error { code path }
    }
  }
`)

let app: TestApp
let issueId = ''
let secretId = ''
const people: Record<string, { cookie: string }> = {}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  const [open] = await createDemo(app.db)
  const [secret] = await createDemo(app.db, { isPrivate: true })
  if (!open || !secret) throw new Error('no demo')
  issueId = encodeId('Issue', open.issue.id)
  secretId = encodeId('Issue', secret.issue.id)
  for (const login of ['admin', 'member', 'outsider']) {
    const { id: userId } = await createUser(app.db, { login })
    people[login] = { cookie: (await app.signIn(userId)).cookie }
    if (login === 'outsider') continue
    const isAdmin = login === 'admin'
    await createMembership(app.db, { userId, organizationId: open.organization.id, isAdmin })
  }
})
afterAll(() => app.stop())

const update = async (input: Partial<UpdateIssueInput>, role = 'admin') => {
  const { data, errors } = await app.query(
    UpdateIssue,
    { input: { issueId, ...input } },
    people[role],
  )
  return data?.updateIssue ?? errors?.[0]?.extensions
}

const usd = (amount: number) => ({ amount, currency: 'USD' as const })

describe('updateIssue', () => {
  test('keeps what is left out, clears what is null, shows a goal of zero as none', async () => {
    expect(
      await update({ fundingGoal: usd(12_345), upfrontSplitToContributors: 75 }),
    ).toMatchObject({
      issue: {
        fundingGoal: { amount: 12_345, currency: 'USD' },
        upfrontSplitToContributors: 75,
      },
    })
    expect(await update({ upfrontSplitToContributors: null })).toMatchObject({
      issue: { fundingGoal: { amount: 12_345 }, upfrontSplitToContributors: null },
    })
    expect(await update({ upfrontSplitToContributors: 0 })).toMatchObject({
      issue: { fundingGoal: { amount: 12_345 }, upfrontSplitToContributors: 0 },
    })
    const { data } = await app.query(
      `{ node(id: "${issueId}") { ... on Issue { fundingGoal { amount } } } }`,
    )
    expect(data).toEqual({ node: { fundingGoal: { amount: 12_345 } } })
    expect(await update({ fundingGoal: usd(0) })).toMatchObject({ issue: { fundingGoal: null } })
    expect(await update({ fundingGoal: null })).toMatchObject({ issue: { fundingGoal: null } })
  })

  test.each([
    [{ fundingGoal: usd(-1) }, 'FundingGoalInvalid'],
    [{ upfrontSplitToContributors: 101 }, 'UpfrontSplitInvalid'],
    [{ upfrontSplitToContributors: -1 }, 'UpfrontSplitInvalid'],
  ])('%j is %s', async (input, name) => {
    expect(await update(input)).toEqual({
      __typename: name,
      code: 'BAD_USER_INPUT',
      path: Object.keys(input),
    })
  })

  test('takes US dollars alone', async () => {
    const { errors } = await app.query(
      `mutation { updateIssue(input: { issueId: "${issueId}", fundingGoal: { amount: 1, currency: SEK } }) { __typename } }`,
      {},
      people.admin,
    )
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('is for admins of the organization alone', async () => {
    const refused = { __typename: 'NotAnOrganizationAdmin', code: 'FORBIDDEN' }
    expect(await update({ fundingGoal: usd(1) }, 'member')).toMatchObject(refused)
    expect(await update({ fundingGoal: usd(1) }, 'outsider')).toMatchObject(refused)
    expect(await update({ fundingGoal: usd(1) }, 'nobody')).toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })

  test('does not tell of an issue that the viewer may not see', async () => {
    expect(await update({ issueId: secretId, fundingGoal: usd(1) })).toMatchObject({
      __typename: 'IssueNotFound',
      code: 'NOT_FOUND',
    })
  })
})
