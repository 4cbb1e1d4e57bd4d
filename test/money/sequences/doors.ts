import { expect } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import type { House, Place } from './fixtures.ts'

/** The same as a client does it: GraphQL over HTTP, in a browser where somebody is signed in. */
const ask = async <Data>(house: House, userId: string, document: string, input: object) => {
  const { cookie } = await house.app.signIn(userId)
  const { data, errors } = await house.app.query<Data, object>(document, { input }, { cookie })
  expect(errors).toBeUndefined()
  return data
}

/** Stripe can't be asked: to the caller that is a crash. */
const orUnavailable = <Answer extends object>(answer: Answer | undefined): Answer => {
  if (answer && 'code' in answer) throw new Error(`${answer.code}`)
  if (!answer) throw new Error('There is no answer')
  return answer
}

type Intent = { paymentIntentId?: string }

/** A signed-in backer begins to pay. */
export const createIntentOverHttp = async (
  house: House,
  { issueId, backer }: Place,
  { amount, idempotencyKey }: { amount: bigint; idempotencyKey: string },
): Promise<string> => {
  const data = await ask<{ createPledgePaymentIntent: Intent }>(
    house,
    backer.userId,
    `mutation ($input: CreatePledgePaymentIntentInput!) { createPledgePaymentIntent(input: $input) {
      ... on CreatePledgePaymentIntentPayload { paymentIntentId } ... on Error { code } } }`,
    {
      issueId: encodeId('Issue', issueId),
      amount: { amount: Number(amount), currency: 'USD' },
      idempotencyKey,
    },
  )
  return orUnavailable(data?.createPledgePaymentIntent).paymentIntentId ?? ''
}

type Split = { organizationId?: string; githubLogin?: string; share: number }

/** An admin says that the issue is solved. */
export const confirmOverHttp = async (
  house: House,
  { issueId }: Place,
  splits: Split[],
): Promise<void> => {
  const data = await ask<{ confirmIssueSolved: { issue?: object } }>(
    house,
    house.maintainer.userId,
    `mutation ($input: ConfirmIssueSolvedInput!) { confirmIssueSolved(input: $input) {
      ... on ConfirmIssueSolvedPayload { issue { id } } ... on Error { code } } }`,
    {
      issueId: encodeId('Issue', issueId),
      splits: splits.map(({ organizationId, ...split }) => ({
        ...split,
        ...(organizationId && { organizationId: encodeId('Organization', organizationId) }),
      })),
    },
  )
  orUnavailable(data?.confirmIssueSolved)
}
