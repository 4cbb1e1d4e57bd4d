import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as customers from '#customer/service.ts'
import { encodeId } from '#lib/ids.ts'
import { createIssue, createMembership, createRepository } from '../../test/demo.ts'
import { type PledgesTest, startWithPledges, usd } from '../../test/pledges.ts'

let world: PledgesTest
beforeAll(async () => {
  world = await startWithPledges()
})
afterAll(() => world.stop())
beforeEach(() => world.resetLimits())

const change = (paymentIntentId: string, input: object, headers = {}) =>
  world.mutate(
    `mutation ($input: UpdatePledgePaymentIntentInput!) {
      updatePledgePaymentIntent(input: $input) {
        __typename
        ... on UpdatePledgePaymentIntentPayload { amount { amount } }
        ... on Error { message code path }
      }
    }`,
    {
      ...{ paymentIntentId, clientSecret: world.secretOf(paymentIntentId) },
      ...{ amount: usd(10_000), ...input },
    },
    headers,
  )

const pay = (paymentIntentId: string, paymentMethodId: string, headers = {}) =>
  world.mutate(
    `mutation ($input: PayPledgePaymentIntentInput!) {
      payPledgePaymentIntent(input: $input) {
        __typename
        ... on PayPledgePaymentIntentPayload { status nextActionUrl }
        ... on Error { message code }
        ... on StripeRefused { declineCode }
      }
    }`,
    {
      ...{ paymentIntentId, clientSecret: world.secretOf(paymentIntentId) },
      paymentMethodId,
    },
    headers,
  )

const atStripe = (id: string) => world.stripe.stripe.paymentIntents.retrieve(id)

describe('beginning a payment', () => {
  test('anybody may, with an address: Stripe knows what it is for from the start', async () => {
    const { issue, organization, repository } = await world.issue()
    const answer = await world.intentFor(issue.id, { isAnonymous: true })
    expect(answer).toMatchObject({
      amount: usd(10_000),
      fee: { amount: 0 },
      amountIncludingFee: { amount: 10_000 },
    })
    const intent = await atStripe(answer.paymentIntentId ?? '')
    expect(intent).toMatchObject({
      amount: 10_000,
      currency: 'usd',
      client_secret: answer.clientSecret,
      receipt_email: 'backer@example.com',
      setup_future_usage: null,
      transfer_group: issue.id,
      description: `${organization.login}/${repository.name}#${issue.number}`,
    })
    expect(intent.metadata).toEqual({
      type: 'pledge',
      issue_id: issue.id,
      issue_title: issue.title,
      anonymous_email: 'backer@example.com',
      is_anonymous: 'true',
      operation_id: expect.any(String),
    })
  })

  test('who is signed in gets the receipt, may keep the card and credit an organization', async () => {
    const { issue, organization } = await world.issue()
    const { user, headers } = await world.person({ organizationId: organization.id })
    const id = await world.intentIdFor(
      issue.id,
      {
        email: 'somebody-else@example.com',
        setupFutureUsage: 'ON_SESSION',
        onBehalfOfOrganizationId: encodeId('Organization', organization.id),
      },
      headers,
    )
    const intent = await atStripe(id)
    expect(intent).toMatchObject({
      customer: await customers.ofUser(world.app.ctx, user.id),
      receipt_email: user.email,
      setup_future_usage: 'on_session',
      metadata: { user_id: user.id, on_behalf_of_organization_id: organization.id },
    })
    expect(intent.metadata).not.toHaveProperty('anonymous_email')
  })

  test('with a card it is paid at once, and a pledge follows by itself', async () => {
    const { issue } = await world.issue()
    const answer = await world.intentFor(issue.id, { paymentMethodId: 'pm_card_visa' })
    expect(answer).toMatchObject({ status: 'SUCCEEDED', nextActionUrl: null })
    await world.settled()
    expect(await world.rowOf(answer.paymentIntentId ?? '')).toMatchObject({ state: 'CREATED' })
  })

  test('a card that is declined leaves nothing behind; where the bank asks, it says where', async () => {
    const { issue } = await world.issue()
    const idempotencyKey = 'with-another-card'
    const payWith = (paymentMethodId: string) =>
      world.intentFor(issue.id, { paymentMethodId, idempotencyKey })
    expect(await payWith('pm_card_chargeDeclined')).toMatchObject({
      ...{ __typename: 'StripeRefused', declineCode: 'generic_decline' },
    })
    expect(await payWith('pm_card_authenticationRequired')).toMatchObject({
      status: 'REQUIRES_ACTION',
      nextActionUrl: expect.stringContaining('/authenticate/'),
    })
    await world.settled()
    expect(await world.app.db.pledge.count({ where: { issueId: issue.id } })).toBe(0)
  })

  test('nobody credits an organization without belonging to it', async () => {
    const { issue, organization } = await world.issue()
    const credit = { onBehalfOfOrganizationId: encodeId('Organization', organization.id) }
    const { user, headers } = await world.person()
    const left = { userId: user.id, organizationId: organization.id, deletedAt: new Date() }
    await createMembership(world.app.db, left)
    expect(await world.intentFor(issue.id, credit, headers)).toMatchObject({
      __typename: 'NotAnOrganizationMember',
    })
    await expect(world.intentFor(issue.id, credit)).rejects.toThrow('UNAUTHENTICATED')
  })

  test('without an address, or with none that is one: refused', async () => {
    const { issue } = await world.issue()
    expect(await world.intentFor(issue.id, { email: null })).toMatchObject({
      __typename: 'EmailRequired',
    })
    expect(await world.intentFor(issue.id, { email: 'nobody' })).toMatchObject({
      __typename: 'InvalidEmailAddress',
    })
  })

  test('an address that Stripe refuses is Stripe’s refusal', async () => {
    const { issue } = await world.issue()
    world.stripe.control.failNext({
      path: '/v1/payment_intents',
      status: 400,
      code: 'email_invalid',
      message: 'Invalid email address',
    })
    expect(await world.intentFor(issue.id)).toMatchObject({
      __typename: 'StripeRefused',
      message: 'Invalid email address',
    })
  })

  test('the minimum is that of the organization, and the most is Stripe’s', async () => {
    const { issue, organization } = await world.issue()
    const amountOf = (amount: number) => world.intentFor(issue.id, { amount: usd(amount) })
    expect(await amountOf(1_999)).toMatchObject({
      __typename: 'PledgeTooSmall',
      minimum: { amount: 2_000 },
    })
    expect(await amountOf(-1)).toMatchObject({ __typename: 'PledgeTooSmall' })
    expect(await amountOf(100_000_000)).toMatchObject({ __typename: 'PledgeTooLarge' })
    expect(await amountOf(99_999_999)).toMatchObject({ amount: usd(99_999_999) })
    await world.app.db.organization.update({
      where: { id: organization.id },
      data: { pledgeMinimumAmount: 0n },
    })
    expect(await amountOf(49)).toMatchObject({ minimum: { amount: 50 } })
  })

  test('an issue of a private repository is there for its members alone', async () => {
    const { organization } = await world.issue()
    const { db } = world.app
    const place = { organizationId: organization.id }
    const repository = await createRepository(db, { ...place, isPrivate: true })
    const issue = await createIssue(db, { ...place, repositoryId: repository.id, number: 7 })
    expect(await world.intentFor(issue.id)).toMatchObject({ __typename: 'IssueNotFound' })
    const { headers } = await world.person({ organizationId: organization.id })
    expect(await world.intentFor(issue.id, {}, headers)).toHaveProperty('paymentIntentId')
  })

  test('one key makes one intent, and another request with it is a conflict', async () => {
    const { issue } = await world.issue()
    const key = { idempotencyKey: `key-of-${issue.id}` }
    const all = await Promise.all([1, 2, 3, 4].map(() => world.intentFor(issue.id, key)))
    expect(new Set(all.map(({ paymentIntentId }) => paymentIntentId)).size).toBe(1)
    expect(await world.intentFor(issue.id, { ...key, amount: usd(5_000) })).toMatchObject({
      __typename: 'IdempotencyConflict',
      code: 'CONFLICT',
    })
  })

  test('who does it again and again is stopped, in one request as well', async () => {
    const { issue } = await world.issue()
    const input = `{ issueId: "${encodeId('Issue', issue.id)}", amount: { amount: 1, currency: USD } }`
    const field = `createPledgePaymentIntent(input: ${input}) { __typename }`
    const document = `mutation { ${Array.from({ length: 5 }, (_, n) => `m${n}: ${field}`).join(' ')} }`
    const typesOf = async () => {
      const { data } = await world.app.query<Record<string, { __typename: string }>, object>(
        document,
      )
      return Object.values(data ?? {}).map(({ __typename }) => __typename)
    }
    for (let done = 0; done < 120; done += 5) await typesOf()
    expect(await typesOf()).toEqual(Array.from({ length: 5 }, () => 'RateLimited'))
  })

  test('a token needs the scope', async () => {
    const { issue } = await world.issue()
    const { headers } = await world.person()
    const made = await world.app.query<{ createPersonalAccessToken: { token: string } }, object>(
      `mutation { createPersonalAccessToken(input: { name: "CI", scopes: [PLEDGES_READ] }) {
        ... on CreatePersonalAccessTokenPayload { token } } }`,
      {},
      headers,
    )
    const authorization = `Bearer ${made.data?.createPersonalAccessToken.token}`
    await expect(world.intentFor(issue.id, {}, { authorization })).rejects.toThrow('FORBIDDEN')
  })
})

describe('changing a payment', () => {
  test('says all anew: what is left out is gone', async () => {
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id, {
      setupFutureUsage: 'ON_SESSION',
      isAnonymous: true,
    })
    const changed = { amount: usd(5_000), email: 'other@example.com' }
    expect(await change(id, changed)).toMatchObject({ amount: { amount: 5_000 } })
    const intent = await atStripe(id)
    expect(intent).toMatchObject({
      amount: 5_000,
      receipt_email: 'other@example.com',
      setup_future_usage: null,
      transfer_group: issue.id,
    })
    expect(intent.metadata).toEqual({
      type: 'pledge',
      issue_id: issue.id,
      issue_title: issue.title,
      anonymous_email: 'other@example.com',
      operation_id: expect.any(String),
    })
  })

  test('who has signed in meanwhile pays it', async () => {
    const { issue } = await world.issue()
    const { user, headers } = await world.person()
    const id = await world.intentIdFor(issue.id)
    await change(id, {}, headers)
    const { metadata, receipt_email } = await atStripe(id)
    expect(metadata).toMatchObject({ user_id: user.id })
    expect(metadata).not.toHaveProperty('anonymous_email')
    expect(receipt_email).toBe(user.email)
  })

  test('what a person began is theirs alone', async () => {
    const { issue } = await world.issue()
    const one = await world.person()
    const other = await world.person()
    const id = await world.intentIdFor(issue.id, {}, one.headers)
    for (const headers of [other.headers, {}]) {
      expect(await change(id, { email: 'a@example.com' }, headers)).toMatchObject({
        __typename: 'PaymentIntentNotFound',
      })
    }
    expect(await change(id, { amount: usd(3_000) }, one.headers)).toMatchObject({
      amount: { amount: 3_000 },
    })
  })

  test('the minimum holds', async () => {
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id)
    const answer = await change(id, { amount: usd(1), email: 'backer@example.com' })
    expect(answer).toMatchObject({ __typename: 'PledgeTooSmall' })
    expect(await atStripe(id)).toMatchObject({ amount: 10_000 })
  })

  test('not once there is a pledge, paid or not, nor once it is paid or given up', async () => {
    const { issue } = await world.issue()
    const email = 'backer@example.com'
    const pledged = await world.intentIdFor(issue.id)
    await world.pledge(pledged)
    const canceled = await world.intentIdFor(issue.id)
    await world.stripe.stripe.paymentIntents.cancel(canceled)
    const { id: paid } = await world.paidFor(issue.id)
    for (const id of [pledged, canceled, paid]) {
      const answer = await change(id, { amount: usd(2_000), email })
      expect(answer).toMatchObject({ __typename: 'PaymentIntentNotUpdatable' })
    }
    expect(await atStripe(pledged)).toMatchObject({ amount: 10_000 })
  })

  test('not one that is there for something else, or not at all', async () => {
    const other = await world.stripe.stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
    for (const id of [other.id, 'pi_unknown']) {
      expect(await change(id, { email: 'a@example.com' })).toMatchObject({
        __typename: 'PaymentIntentNotFound',
      })
    }
  })
})

describe('paying from the server', () => {
  test('with a card', async () => {
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id)
    expect(await pay(id, 'pm_card_visa')).toMatchObject({ status: 'SUCCEEDED' })
    expect(await pay(id, 'pm_card_visa')).toMatchObject({ __typename: 'PaymentIntentNotUpdatable' })
  })

  test('a declined card says why, and another one pays', async () => {
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id)
    expect(await pay(id, 'pm_card_chargeDeclinedInsufficientFunds')).toMatchObject({
      __typename: 'StripeRefused',
      declineCode: 'insufficient_funds',
    })
    await world.pledge(id)
    expect(await pay(id, 'pm_card_visa')).toMatchObject({ status: 'SUCCEEDED' })
    await world.settled()
    expect(await world.rowOf(id)).toMatchObject({ state: 'CREATED', amountReceived: 10_000n })
  })

  test('where the bank asks, the payer is sent there; the pledge is made when it is paid', async () => {
    const { issue } = await world.issue()
    const id = await world.intentIdFor(issue.id)
    const answer = await pay(id, 'pm_card_authenticationRequired')
    expect(answer).toMatchObject({ status: 'REQUIRES_ACTION' })
    expect(answer.nextActionUrl).toContain('/authenticate/')
    expect(await world.pledge(id)).toMatchObject({ pledge: { state: 'INITIATED' } })
    world.stripe.control.authenticate({ id })
    await world.settled()
    expect(await world.rowOf(id)).toMatchObject({ state: 'CREATED' })
  })

  test('nobody pays what somebody else began, nor with a card of somebody else', async () => {
    const { issue } = await world.issue()
    const one = await world.person()
    const other = await world.person()
    const id = await world.intentIdFor(issue.id, {}, one.headers)
    for (const headers of [other.headers, {}]) {
      expect(await pay(id, 'pm_card_visa', headers)).toMatchObject({
        __typename: 'PaymentIntentNotFound',
      })
    }
    const cardOf = async ({ user }: { user: { id: string } }) => {
      const customer = await customers.ofUser(world.app.ctx, user.id)
      return world.stripe.stripe.paymentMethods.attach('pm_card_visa', { customer })
    }
    const [own, foreign] = [await cardOf(one), await cardOf(other)]
    expect(await pay(id, foreign.id, one.headers)).toMatchObject({ __typename: 'StripeRefused' })
    expect(await pay(id, own.id, one.headers)).toMatchObject({ status: 'SUCCEEDED' })
  })
})
