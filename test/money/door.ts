import type { TestApp } from '../app.ts'
import { graphql } from '../generated/gql.ts'
import type { TypedDocumentString } from '../generated/graphql.ts'

/** Where operations go in: a running API, and whatever stands before it. */
export type Door = Pick<TestApp, 'query'>

/** Who asks: the headers of a browser. Without a cookie nobody is signed in. */
export type Visitor = { cookie?: string }

/**
 * Does a mutation, whose field is called `answer`. Returns its payload; throws what the server says
 * otherwise.
 */
export const act = async <Answer extends object, Input>(
  door: Door,
  document: TypedDocumentString<{ answer: Answer }, { input: Input }>,
  input: Input,
  { cookie }: Visitor = {},
): Promise<Exclude<Answer, { code: unknown }>> => {
  const { data, errors } = await door.query(document, { input }, cookie ? { cookie } : {})
  if (!data || 'code' in data.answer) throw new Error(JSON.stringify(data?.answer ?? errors))
  return data.answer as Exclude<Answer, { code: unknown }>
}

export const beginPledge = graphql(`
  mutation JourneyBeginPledge($input: CreatePledgePaymentIntentInput!) {
    answer: createPledgePaymentIntent(input: $input) {
      __typename
      ... on CreatePledgePaymentIntentPayload { paymentIntentId }
      ... on Error { code message }
    }
  }
`)

export const payPledge = graphql(`
  mutation JourneyPayPledge($input: PayPledgePaymentIntentInput!) {
    answer: payPledgePaymentIntent(input: $input) {
      __typename
      ... on PayPledgePaymentIntentPayload { paymentIntentId status }
      ... on Error { code message }
    }
  }
`)

export const makePledge = graphql(`
  mutation JourneyMakePledge($input: CreatePledgeInput!) {
    answer: createPledge(input: $input) {
      __typename
      ... on CreatePledgePayload { pledge { id state amount { amount } } }
      ... on Error { code message }
    }
  }
`)

export const promisePledge = graphql(`
  mutation JourneyPromisePledge($input: CreatePledgeOnCompletionInput!) {
    answer: createPledgeOnCompletion(input: $input) {
      __typename
      ... on CreatePledgeOnCompletionPayload { pledge { id state } }
      ... on Error { code message }
    }
  }
`)

export const confirmSolved = graphql(`
  mutation JourneyConfirmSolved($input: ConfirmIssueSolvedInput!) {
    answer: confirmIssueSolved(input: $input) {
      __typename
      ... on ConfirmIssueSolvedPayload { issue { id rewards { nodes { share } } } }
      ... on Error { code message }
    }
  }
`)

export const openAccount = graphql(`
  mutation JourneyOpenAccount($input: CreatePayoutAccountInput!) {
    answer: createPayoutAccount(input: $input) {
      __typename
      ... on CreatePayoutAccountPayload { payoutAccount { id stripeId status } }
      ... on Error { code message }
    }
  }
`)

export const lookUpAccount = graphql(`
  mutation JourneyLookUpAccount($input: RefreshPayoutAccountInput!) {
    answer: refreshPayoutAccount(input: $input) {
      __typename
      ... on RefreshPayoutAccountPayload { payoutAccount { status currency } }
      ... on Error { code message }
    }
  }
`)

export const giveBack = graphql(`
  mutation JourneyGiveBack($input: RefundPledgeInput!) {
    answer: refundPledge(input: $input) {
      __typename
      ... on RefundPledgePayload { pledge { id state amount { amount } refundedAt } }
      ... on Error { code message }
    }
  }
`)
