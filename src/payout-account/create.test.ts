import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  startWithSettings,
  type TestOpenCollective,
} from '../../sandbox/open-collective/testing.ts'
import { createUser } from '../../test/demo.ts'
import {
  createStaffedOrganization,
  openPayoutAccount,
  type PayoutAccountInput,
} from '../../test/payout-accounts.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import * as payoutAccounts from './service.ts'

let collectives: TestOpenCollective
let world: TestStripeApp
beforeAll(async () => {
  collectives = await startWithSettings()
  world = await startWithStripe(collectives.settings)
})
afterAll(async () => {
  await world.stop()
  await collectives.stop()
})

const person = async () => {
  const user = await createUser(world.app.db)
  return { user, cookie: (await world.app.signIn(user.id)).cookie }
}

const open = (cookie: string, input: PayoutAccountInput) =>
  openPayoutAccount(world.app, cookie, input)

const accountsAtStripe = async () => (await world.stripe.stripe.accounts.list({ limit: 100 })).data

const atStripe = (id: string | null | undefined) =>
  world.stripe.stripe.accounts.retrieve(id ?? 'none')

const opened = async (cookie: string, input: PayoutAccountInput) => {
  const answer = await open(cookie, input)
  if (answer.__typename !== 'CreatePayoutAccountPayload') throw new Error(JSON.stringify(answer))
  return answer.payoutAccount
}

const stripeAccount = { type: 'STRIPE', country: 'SE' } as const

describe('an account at Stripe', () => {
  test('of a person outside the US only receives, and is not ready before onboarding', async () => {
    const { user, cookie } = await person()
    const account = await opened(cookie, { type: 'STRIPE', country: 'se' })
    expect(account).toMatchObject({
      type: 'STRIPE',
      status: 'ONBOARDING_STARTED',
      country: 'SE',
      currency: 'sek',
      stripeId: expect.stringMatching(/^acct_/),
    })
    const row = await world.app.db.payoutAccount.findFirstOrThrow({ where: { userId: user.id } })
    expect(await atStripe(account.stripeId)).toMatchObject({
      type: 'express',
      country: 'SE',
      business_profile: { name: `user/${user.login}` },
      capabilities: { transfers: 'inactive' },
      tos_acceptance: { service_agreement: 'recipient' },
      metadata: { payout_account_id: row.id },
    })
  })

  test('of an organization in the US has its login as name, of a personal one org/ before it', async () => {
    const [plain, personal] = [
      await createStaffedOrganization(world.app),
      await createStaffedOrganization(world.app),
    ]
    await world.app.db.organization.update({
      where: { id: personal.organization.id },
      data: { isPersonal: true },
    })
    const names = []
    for (const { organization, cookie } of [plain, personal]) {
      const { stripeId } = await opened(cookie, {
        organizationId: organization.id,
        type: 'STRIPE',
        country: 'US',
      })
      const { business_profile: profile, tos_acceptance: terms } = await atStripe(stripeId)
      expect(terms?.service_agreement).toBeUndefined()
      names.push(profile?.name)
    }
    expect(names).toEqual([plain.organization.login, `org/${personal.organization.login}`])
  })

  test('is one, however many ask for it at once', async () => {
    const { user, cookie } = await person()
    const before = (await accountsAtStripe()).length
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        open(cookie, { ...stripeAccount, idempotencyKey: n % 2 ? 'same' : `other-${n}` }),
      ),
    )
    const rows = await world.app.db.payoutAccount.findMany({ where: { userId: user.id } })
    expect(rows).toHaveLength(1)
    expect((await accountsAtStripe()).length).toBe(before + 1)
    const types = answers.map(({ __typename }) => __typename)
    expect(types).toContain('CreatePayoutAccountPayload')
    const allowed = ['CreatePayoutAccountPayload', 'PayoutAccountExists', 'StripeUnavailable']
    expect(types.filter((type) => !allowed.includes(type))).toEqual([])
    expect((await open(cookie, stripeAccount)).__typename).toBe('PayoutAccountExists')
  })

  test('asked for again with the same key is the same; with another country it is a conflict', async () => {
    const { cookie } = await person()
    const first = await opened(cookie, { ...stripeAccount, idempotencyKey: 'k' })
    expect(await opened(cookie, { ...stripeAccount, idempotencyKey: 'k' })).toEqual(first)
    expect(
      await open(cookie, { type: 'STRIPE', country: 'US', idempotencyKey: 'k' }),
    ).toMatchObject({
      __typename: 'IdempotencyConflict',
      code: 'CONFLICT',
      path: ['idempotencyKey'],
    })
  })

  test('that Stripe refuses leaves nothing behind', async () => {
    const { user, cookie } = await person()
    expect(await open(cookie, { type: 'STRIPE', country: 'KP' })).toMatchObject({
      __typename: 'StripeRefused',
      message: expect.stringContaining('KP'),
    })
    expect(await world.app.db.payoutAccount.count({ where: { userId: user.id } })).toBe(0)
    expect((await opened(cookie, stripeAccount)).status).toBe('ONBOARDING_STARTED')
  })

  test('whose answer is lost is found again, not made twice', async () => {
    const { user, cookie } = await person()
    const before = (await accountsAtStripe()).length
    const lost = { path: '/v1/accounts', method: 'POST', drop: true, served: true } as const
    world.stripe.control.failNext({ ...lost, times: 'always' })
    expect(await open(cookie, stripeAccount)).toMatchObject({
      __typename: 'StripeUnavailable',
      code: 'UNAVAILABLE',
    })
    world.stripe.control.clearFailures()
    expect(
      await world.app.db.payoutAccount.findFirst({ where: { userId: user.id } }),
    ).toMatchObject({
      status: 'CREATED',
      stripeId: null,
    })
    await world.app.db.user.update({ where: { id: user.id }, data: { login: `new-${user.login}` } })
    expect(await opened(cookie, stripeAccount)).toMatchObject({ status: 'ONBOARDING_STARTED' })
    expect((await accountsAtStripe()).length).toBe(before + 1)
  })

  test('whose answer is lost is taken in by the webhook that tells of it', async () => {
    const { user, cookie } = await person()
    const lost = { path: '/v1/accounts', method: 'POST', drop: true, served: true } as const
    world.stripe.control.failNext({ ...lost, times: 'always' })
    await open(cookie, stripeAccount)
    world.stripe.control.clearFailures()
    const row = await world.app.db.payoutAccount.findFirstOrThrow({ where: { userId: user.id } })
    const made = (await accountsAtStripe()).find(
      ({ metadata }) => metadata?.payout_account_id === row.id,
    )
    await payoutAccounts.refresh(world.app.ctx, made?.id ?? '')
    expect(await world.app.db.payoutAccount.findFirst({ where: { id: row.id } })).toMatchObject({
      status: 'ONBOARDING_STARTED',
      stripeId: made?.id,
    })
    expect((await open(cookie, stripeAccount)).__typename).toBe('PayoutAccountExists')
  })

  test('another country, after an opening that was cut off, is another account', async () => {
    const { user, cookie } = await person()
    world.stripe.control.failNext({ path: '/v1/accounts', method: 'POST', status: 500, times: 3 })
    expect((await open(cookie, stripeAccount)).__typename).toBe('StripeUnavailable')
    expect(await opened(cookie, { type: 'STRIPE', country: 'DE' })).toMatchObject({
      country: 'DE',
      currency: 'eur',
    })
    expect(await world.app.db.payoutAccount.count({ where: { userId: user.id } })).toBe(1)
  })
})

describe('an account at Open Collective', () => {
  const openFor = async (openCollectiveSlug: string) => {
    const { organization, cookie } = await createStaffedOrganization(world.app)
    const place = { organizationId: organization.id, type: 'OPEN_COLLECTIVE' } as const
    const answer = await open(cookie, { ...place, openCollectiveSlug })
    const rows = await world.app.db.payoutAccount.findMany({
      where: { organizationId: organization.id },
    })
    return { answer, rows }
  }

  test('of an eligible collective is active at once', async () => {
    const { answer, rows } = await openFor(' Rocket-Club ')
    expect(answer).toMatchObject({
      payoutAccount: { status: 'ACTIVE', currency: 'usd', openCollectiveSlug: 'rocket-club' },
    })
    expect(rows).toMatchObject([
      {
        isDetailsSubmitted: true,
        isChargesEnabled: true,
        isPayoutsEnabled: true,
        businessType: 'fiscal_host',
        stripeId: null,
      },
    ])
    expect(collectives.state.tokens.at(-1)).toBe('personal')
  })

  test.each([
    ['archived', 'ARCHIVED'],
    ['frozen', 'FROZEN'],
    ['elsewhere', 'OTHER_HOST'],
    ['hostless', 'OTHER_HOST'],
    ['unapproved', 'NOT_APPROVED'],
    ['inactive', 'INACTIVE'],
    ['nobody-knows-it', 'NOT_FOUND'],
  ])('of the collective %s is refused: %s', async (slug, reason) => {
    const { answer, rows } = await openFor(slug)
    expect(answer).toMatchObject({
      __typename: 'OpenCollectiveNotEligible',
      code: 'BAD_USER_INPUT',
      path: ['openCollectiveSlug'],
      reason,
    })
    expect(rows).toEqual([])
  })

  test.each([0, 429, 500])('can’t be opened while Open Collective answers %s', async (status) => {
    collectives.control.fail({ status })
    const { answer, rows } = await openFor('acme')
    collectives.control.recover()
    expect(answer).toMatchObject({ __typename: 'OpenCollectiveUnavailable', code: 'UNAVAILABLE' })
    expect(rows).toEqual([])
  })
})

describe('what does not fit is refused', () => {
  test.each([
    ['no country', { type: 'STRIPE' }, 'country'],
    ['an unknown country', { type: 'STRIPE', country: 'XX' }, 'country'],
    ['a malformed country', { type: 'STRIPE', country: 'Sweden' }, 'country'],
    ['a slug at Stripe', { ...stripeAccount, openCollectiveSlug: 'acme' }, 'openCollectiveSlug'],
    ['a person as a collective', { type: 'OPEN_COLLECTIVE', openCollectiveSlug: 'acme' }, 'type'],
  ] as const)('%s', async (_name, input, field) => {
    const { cookie } = await person()
    expect(await open(cookie, input)).toMatchObject({
      __typename: 'PayoutAccountInputInvalid',
      path: [field],
    })
  })

  test.each([
    ['no slug', {}],
    ['an empty slug', { openCollectiveSlug: '  ' }],
    ['a slug that is an address', { openCollectiveSlug: 'https://opencollective.com/acme' }],
  ])('%s of a collective', async (_name, input) => {
    const { organization, cookie } = await createStaffedOrganization(world.app)
    expect(
      await open(cookie, { organizationId: organization.id, type: 'OPEN_COLLECTIVE', ...input }),
    ).toMatchObject({ __typename: 'PayoutAccountInputInvalid', path: ['openCollectiveSlug'] })
  })

  test('a member who is no admin, an outsider, and an organization that is gone', async () => {
    const { organization, cookie } = await createStaffedOrganization(world.app, { isAdmin: false })
    const input = { ...stripeAccount, organizationId: organization.id }
    const outsider = await person()
    for (const who of [cookie, outsider.cookie]) {
      expect((await open(who, input)).__typename).toBe('NotAnOrganizationAdmin')
    }
    await world.app.db.organization.update({
      where: { id: organization.id },
      data: { deletedAt: new Date() },
    })
    expect((await open(cookie, input)).__typename).toBe('OrganizationNotFound')
  })
})

test('without a key of Stripe nothing is opened, and no place is taken', async () => {
  const { user, cookie } = await person()
  const key = world.app.env.STRIPE_SECRET_KEY
  expect(key).toBeDefined()
  const ctx = {
    ...world.app.ctx,
    config: { ...world.app.ctx.config, STRIPE_SECRET_KEY: undefined },
  }
  const viewer = { kind: 'user', userId: user.id, login: user.login, isStaff: false } as const
  const owner = {
    ...viewer,
    adminOf: new Set(''),
    memberOf: new Set(''),
    sessionId: '1',
    tokenId: null,
    scopes: null,
  }
  const input = { organizationId: null, openCollectiveSlug: null, idempotencyKey: null }
  await expect(
    payoutAccounts.create({ ...ctx, viewer: owner }, { ...input, ...stripeAccount }),
  ).rejects.toThrow('Stripe can’t be reached')
  expect(await world.app.db.payoutAccount.count({ where: { userId: user.id } })).toBe(0)
  expect((await opened(cookie, stripeAccount)).status).toBe('ONBOARDING_STARTED')
})
