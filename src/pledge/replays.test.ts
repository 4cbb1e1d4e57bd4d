import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createPledge, createStage } from '../../test/backing.ts'

// The same key answers as the first time, but not to who may not see it any more.

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

/** An admin of an organization that backs an issue with a pledge; they can leave. */
const createAdmin = async () => {
  const stage = await createStage(app.db)
  const { backer, backerAdmin, issue } = stage
  await app.db.organization.update({
    where: { id: backer.id },
    data: { billingEmail: 'billing@example.com' },
  })
  const promised = { type: 'PAY_ON_COMPLETION', byOrganizationId: backer.id } as const
  const pledge = await createPledge(app.db, issue, promised)
  const { cookie } = await app.signIn(backerAdmin.id)
  const mutate = async (name: string, input: object) => {
    const { data, errors } = await app.query<Record<string, object>, object>(
      `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
        ${name}(input: $input) { __typename }
      }`,
      { input: { ...input, idempotencyKey: name } },
      { cookie },
    )
    return data?.[name] ?? errors
  }
  const leave = () =>
    app.db.membership.updateMany({
      where: { userId: backerAdmin.id },
      data: { deletedAt: new Date() },
    })
  return { ...stage, pledge, mutate, leave }
}

test('who has left the organization that pays is not told again what they promised for it', async () => {
  const { issue, backer, mutate, leave } = await createAdmin()
  const promise = () =>
    mutate('createPledgeOnCompletion', {
      issueId: encodeId('Issue', issue.id),
      amount: { amount: 5_000, currency: 'USD' },
      byOrganizationId: encodeId('Organization', backer.id),
    })
  const made = { __typename: 'CreatePledgeOnCompletionPayload' }
  expect([await promise(), await promise()]).toEqual([made, made])
  await leave()
  expect(await promise()).toEqual({ __typename: 'NotAnOrganizationMember' })
})

test('nor what became of a pledge that they objected to', async () => {
  const { pledge, mutate, leave } = await createAdmin()
  const object = () =>
    mutate('disputePledge', { pledgeId: encodeId('Pledge', pledge.id), reason: 'It is not solved' })
  const done = { __typename: 'DisputePledgePayload' }
  expect([await object(), await object()]).toEqual([done, done])
  await leave()
  expect(await object()).toEqual({ __typename: 'PledgeNotFound' })
})
