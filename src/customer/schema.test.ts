import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { platformId } from '../../sandbox/stripe/state.ts'
import { createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { createStaffedOrganization } from '../../test/payout-accounts.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import * as customers from './service.ts'

const PaymentMethods = graphql(`
  query PaymentMethods {
    viewer { paymentMethods { totalCount nodes { stripeId brand last4 expiryMonth expiryYear } } }
  }
`)

const DetachPaymentMethod = graphql(`
  mutation DetachPaymentMethod($paymentMethodId: String!) {
    detachPaymentMethod(input: { paymentMethodId: $paymentMethodId }) {
      __typename
      ... on DetachPaymentMethodPayload {
        detachedPaymentMethodId
        viewer { paymentMethods { nodes { stripeId } } }
      }
      ... on Error { code }
    }
  }
`)

const CreateSetupIntent = graphql(`
  mutation CreateSetupIntent($idempotencyKey: String) {
    createSetupIntent(input: { idempotencyKey: $idempotencyKey }) {
      __typename
      ... on CreateSetupIntentPayload { setupIntentId clientSecret }
    }
  }
`)

const CreateCustomerPortalSession = graphql(`
  mutation CreateCustomerPortalSession($input: CreateCustomerPortalSessionInput!) {
    createCustomerPortalSession(input: $input) {
      __typename
      ... on CreateCustomerPortalSessionPayload { url }
      ... on Error { code path }
    }
  }
`)

const Credit = graphql(`
  query Credit($login: String!) {
    organization(login: $login) { credit { amount currency } }
  }
`)

let world: TestStripeApp
beforeAll(async () => {
  world = await startWithStripe()
})
afterAll(() => world.stop())
beforeEach(() => world.stripe.control.clearFailures())

const person = async () => {
  const user = await createUser(world.app.db)
  return { user, cookie: (await world.app.signIn(user.id)).cookie }
}

/** Somebody with a card. */
const cardholder = async (card = 'pm_card_visa') => {
  const { user, cookie } = await person()
  const customer = await customers.ofUser(world.app.ctx, user.id)
  const { id } = await world.stripe.stripe.paymentMethods.attach(card, { customer })
  return { cookie, user, customer, card: id }
}

const cardsOf = (cookie: string) => world.app.query(PaymentMethods, {}, { cookie })

const detach = async (cookie: string, paymentMethodId: string) =>
  (await world.app.query(DetachPaymentMethod, { paymentMethodId }, { cookie })).data
    ?.detachPaymentMethod

describe('cards', () => {
  test('are those of the person who asks', async () => {
    const ada = await cardholder()
    await cardholder('pm_card_mastercard')
    const { data } = await cardsOf(ada.cookie)
    expect(data?.viewer?.paymentMethods.nodes).toEqual([
      {
        stripeId: ada.card,
        brand: 'visa',
        last4: '4242',
        expiryMonth: 12,
        expiryYear: expect.any(Number),
      },
    ])
  })

  test('of who never paid are none, and no customer is made for asking', async () => {
    const { user, cookie } = await person()
    expect((await cardsOf(cookie)).data?.viewer?.paymentMethods.nodes).toEqual([])
    const row = await world.app.db.user.findUniqueOrThrow({ where: { id: user.id } })
    expect(row.stripeCustomerId).toBeNull()
  })

  test('can’t be told while Stripe is away', async () => {
    const { cookie } = await cardholder()
    world.stripe.control.failNext({ path: '/v1/payment_methods', status: 500, times: 'always' })
    const { errors } = await cardsOf(cookie)
    expect(errors?.[0]?.extensions.code).toBe('UNAVAILABLE')
  })

  test('can be taken away by their owner alone', async () => {
    const [ada, eve, nobody] = [await cardholder(), await cardholder(), await person()]
    for (const { cookie } of [eve, nobody]) {
      expect(await detach(cookie, ada.card)).toEqual({
        __typename: 'PaymentMethodNotFound',
        code: 'NOT_FOUND',
      })
    }
    expect(await detach(ada.cookie, ada.card)).toEqual({
      __typename: 'DetachPaymentMethodPayload',
      detachedPaymentMethodId: ada.card,
      viewer: { paymentMethods: { nodes: [] } },
    })
    for (const id of [ada.card, 'pm_nothing', '../customers', '']) {
      expect((await detach(ada.cookie, id))?.__typename).toBe('PaymentMethodNotFound')
    }
    expect((await cardsOf(eve.cookie)).data?.viewer?.paymentMethods.nodes).toHaveLength(1)
  })
})

describe('who was deleted at Stripe', () => {
  test('has no cards any more, adds one, and sees the portal', async () => {
    const { cookie, customer } = await cardholder()
    await world.stripe.stripe.customers.del(customer)
    const { data, errors } = await cardsOf(cookie)
    expect(errors).toBeUndefined()
    expect(data?.viewer?.paymentMethods.nodes).toEqual([])
    const added = await world.app.query(CreateSetupIntent, {}, { cookie })
    expect(added.data?.createSetupIntent.__typename).toBe('CreateSetupIntentPayload')
    const portal = await world.app.query(CreateCustomerPortalSession, { input: {} }, { cookie })
    expect(portal.data?.createCustomerPortalSession.__typename).toBe(
      'CreateCustomerPortalSessionPayload',
    )
  })
})

describe('a card is added', () => {
  const begin = async (cookie: string, idempotencyKey?: string) => {
    const variables = idempotencyKey ? { idempotencyKey } : {}
    const { data } = await world.app.query(CreateSetupIntent, variables, { cookie })
    return data?.createSetupIntent
  }

  test('with the secret that Stripe.js takes', async () => {
    const { user, cookie } = await person()
    const answer = await begin(cookie)
    if (answer?.__typename !== 'CreateSetupIntentPayload') throw new Error(answer?.__typename)
    const { stripe } = world.stripe
    const intent = await stripe.setupIntents.confirm(answer.setupIntentId, {
      payment_method: 'pm_card_visa',
    })
    expect(intent.client_secret).toBe(answer.clientSecret)
    expect(intent.customer).toBe(await customers.ofUser(world.app.ctx, user.id))
    expect((await cardsOf(cookie)).data?.viewer?.paymentMethods.nodes).toMatchObject([
      { last4: '4242' },
    ])
  })

  test('once for a key, and not more than 20 times an hour', async () => {
    const { cookie } = await person()
    const first = await begin(cookie, 'again')
    expect(first?.__typename).toBe('CreateSetupIntentPayload')
    expect(await begin(cookie, 'again')).toEqual(first)
    for (let times = 1; times < 20; times++) await begin(cookie)
    expect(await begin(cookie, 'again')).toEqual(first)
    expect((await begin(cookie))?.__typename).toBe('RateLimited')
  })
})

describe('the portal', () => {
  const portal = async (
    cookie: string,
    input: { organizationId?: string; returnTo?: string } = {},
  ) =>
    (await world.app.query(CreateCustomerPortalSession, { input }, { cookie })).data
      ?.createCustomerPortalSession

  const sessionsAtStripe = () => [
    ...(world.stripe.state.books.get(platformId)?.portal_sessions.values() ?? []),
  ]

  test('of a person leads back to the frontend', async () => {
    const { user, cookie } = await person()
    const answer = await portal(cookie, { returnTo: '/settings' })
    expect(answer).toMatchObject({ url: expect.stringContaining(`${world.stripe.url}/portal/`) })
    const customer = await customers.ofUser(world.app.ctx, user.id)
    expect(sessionsAtStripe().find((one) => one.customer === customer)?.return_url).toBe(
      'http://127.0.0.1:3000/settings',
    )
  })

  test('does not lead back to other sites', async () => {
    const { cookie } = await person()
    expect(await portal(cookie, { returnTo: 'https://evil.example' })).toEqual({
      __typename: 'UnsafeReturnAddress',
      code: 'BAD_USER_INPUT',
      path: ['returnTo'],
    })
  })

  test('of an organization is for its admins, and needs a billing address', async () => {
    const admin = await createStaffedOrganization(world.app)
    const member = await createStaffedOrganization(world.app, { isAdmin: false })
    const idOf = ({ organization }: typeof admin) => encodeId('Organization', organization.id)
    expect((await portal(admin.cookie, { organizationId: idOf(admin) }))?.__typename).toBe(
      'BillingEmailMissing',
    )
    for (const { organization } of [admin, member]) {
      await world.app.db.organization.update({
        where: { id: organization.id },
        data: { billingEmail: 'billing@example.com' },
      })
    }
    expect((await portal(admin.cookie, { organizationId: idOf(admin) }))?.__typename).toBe(
      'CreateCustomerPortalSessionPayload',
    )
    for (const { cookie } of [member, await person()]) {
      expect((await portal(cookie, { organizationId: idOf(member) }))?.__typename).toBe(
        'NotAnOrganizationAdmin',
      )
    }
    const nothing = encodeId('Organization', '00000000-0000-4000-8000-000000000000')
    expect((await portal(admin.cookie, { organizationId: nothing }))?.__typename).toBe(
      'OrganizationNotFound',
    )
  })
})

describe('the credit of an organization', () => {
  const creditFor = async (login: string, cookie: string) =>
    (await world.app.query(Credit, { login }, { cookie })).data?.organization?.credit

  test('is what the platform owes it; its admins see it', async () => {
    const { organization, cookie } = await createStaffedOrganization(world.app)
    const { id, login } = organization
    expect(await creditFor(login, cookie)).toEqual({ amount: 0, currency: 'USD' })
    await world.app.db.organization.update({
      where: { id },
      data: { billingEmail: 'billing@example.com' },
    })
    const customer = await customers.ofOrganization(world.app.ctx, id)
    const change = (amount: number) =>
      world.stripe.stripe.customers.createBalanceTransaction(customer, { amount, currency: 'usd' })
    await change(-4_000)
    expect(await creditFor(login, cookie)).toEqual({ amount: 4_000, currency: 'USD' })
    await change(5_000)
    expect(await creditFor(login, cookie)).toEqual({ amount: -1_000, currency: 'USD' })
    expect(await creditFor(login, (await person()).cookie)).toBeNull()
  })

  test('is nothing that a mere member sees', async () => {
    const { organization, cookie } = await createStaffedOrganization(world.app, { isAdmin: false })
    expect(await creditFor(organization.login, cookie)).toBeNull()
  })
})
