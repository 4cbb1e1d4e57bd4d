import { encodeId } from '#lib/ids.ts'
import { platformId } from '../sandbox/stripe/state.ts'
import { createDemo, createMembership, createUser } from './demo.ts'
import { startWithStripe } from './stripe.ts'

const createIntent = `mutation ($input: CreatePledgePaymentIntentInput!) {
  createPledgePaymentIntent(input: $input) {
    __typename
    ... on CreatePledgePaymentIntentPayload {
      paymentIntentId clientSecret status nextActionUrl
      amount { amount currency } fee { amount } amountIncludingFee { amount }
    }
    ... on Error { message code path }
    ... on PledgeTooSmall { minimum { amount } }
    ... on StripeRefused { declineCode }
  }
}`

const createPledge = `mutation ($input: CreatePledgeInput!) {
  createPledge(input: $input) {
    __typename
    ... on CreatePledgePayload { pledge { id state amount { amount } } }
    ... on Error { message code }
  }
}`

/** Money that a client gives. Cents. */
export const usd = (amount: number) => ({ amount, currency: 'USD' })

/** The application beside Stripe's sandbox, with issues, people, and pledges made through GraphQL. */
export const startWithPledges = async (settings: Record<string, string> = {}) => {
  const world = await startWithStripe(settings)
  const { app, stripe } = world

  /** A first answer of a mutation, its fields whatever they are. */
  const mutate = async (document: string, input: object, headers = {}) => {
    const { data, errors } = await app.query<Record<string, Answer>, object>(
      document,
      { input },
      headers,
    )
    const [answer] = Object.values(data ?? {})
    if (!answer) throw new Error(JSON.stringify(errors))
    return answer
  }

  const issue = async () => {
    const [place] = await createDemo(app.db)
    if (!place) throw new Error('There is an issue')
    return place
  }

  const person = async (options: { email?: string; organizationId?: string } = {}) => {
    const { organizationId, ...rest } = options
    const user = await createUser(app.db, rest)
    if (organizationId) await createMembership(app.db, { userId: user.id, organizationId })
    return { user, headers: { cookie: (await app.signIn(user.id)).cookie } }
  }

  const intentFor = (issueId: string, input: object = {}, headers = {}) =>
    mutate(
      createIntent,
      {
        issueId: encodeId('Issue', issueId),
        amount: usd(10_000),
        ...(!('cookie' in headers) && { email: 'backer@example.com' }),
        ...input,
      },
      headers,
    )

  /** The id of a new intent. */
  const intentIdFor = async (...given: Parameters<typeof intentFor>) => {
    const answer = await intentFor(...given)
    if (!answer.paymentIntentId) throw new Error(JSON.stringify(answer))
    return answer.paymentIntentId
  }

  /** What a browser holds of an intent; null for an intent that does not exist. */
  const secretOf = (id: string) =>
    stripe.state.books.get(platformId)?.payment_intents.get(id)?.client_secret ?? null

  /** Asks for the pledge of an intent, as the browser in which it was begun. */
  const pledge = (paymentIntentId: string, input: object = {}, headers = {}) =>
    mutate(
      createPledge,
      { paymentIntentId, clientSecret: secretOf(paymentIntentId), ...input },
      headers,
    )

  /** An intent that is paid, with its charge; nobody has made its pledge, unless a webhook has. */
  const paidFor = async (issueId: string, input: object = {}, headers = {}) => {
    const id = await intentIdFor(issueId, input, headers)
    const { latest_charge } = stripe.control.payIntent({ id })
    return { id, charge: `${latest_charge}` }
  }

  const rowOf = (paymentId: string) => app.db.pledge.findUniqueOrThrow({ where: { paymentId } })

  return {
    ...world,
    ...{ mutate, issue, person, intentFor, intentIdFor, secretOf, pledge, paidFor, rowOf },
    /** Forgets how often somebody did something. */
    resetLimits: () => app.empty('rate_limit'),
  }
}

type Amount = { amount: number; currency?: string }

type Answer = {
  __typename: string
  paymentIntentId?: string
  clientSecret?: string
  status?: string
  nextActionUrl?: string | null
  declineCode?: string | null
  amount?: Amount
  minimum?: Amount
  left?: Amount
  message?: string
  code?: string
  pledge?: { id: string; state: string; amount: Amount }
}

export type PledgesTest = Awaited<ReturnType<typeof startWithPledges>>
