import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '#lib/jobs.ts'
import {
  startWithSettings,
  type TestOpenCollective,
} from '../../sandbox/open-collective/testing.ts'
import { createUser } from '../../test/demo.ts'
import { createStaffedOrganization, openPayoutAccount } from '../../test/payout-accounts.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'
import { PayoutAccountNotFound } from './errors.ts'
import * as payoutAccounts from './service.ts'
import { apply, databaseTime } from './state.ts'

let collectives: TestOpenCollective
let world: TestStripeApp
let activated: string[] = []

beforeAll(async () => {
  collectives = await startWithSettings()
  world = await startWithStripe(collectives.settings)
  world.app.app.signals.connect({
    'payout_account.activated': async (_tx, { payoutAccountId }) => {
      activated.push(payoutAccountId)
    },
  })
})
afterAll(async () => {
  await world.stop()
  await collectives.stop()
})
beforeEach(() => {
  activated = []
})

/** An account at Stripe, not onboarded yet. */
const start = async () => {
  const user = await createUser(world.app.db)
  const { cookie } = await world.app.signIn(user.id)
  await openPayoutAccount(world.app, cookie, { type: 'STRIPE', country: 'SE' })
  const { id, stripeId } = await world.app.db.payoutAccount.findFirstOrThrow({
    where: { userId: user.id },
  })
  return { id, account: stripeId ?? '' }
}

const rowOf = (id: string) => world.app.db.payoutAccount.findUniqueOrThrow({ where: { id } })
const refresh = (account: string) => payoutAccounts.refresh(world.app.ctx, account)

test('an account that told Stripe everything is active, once', async () => {
  const { id, account } = await start()
  world.stripe.control.onboard({ account })
  world.stripe.control.changeAccount({ account, email: 'ada@example.com' })
  await Promise.all(Array.from({ length: 5 }, () => refresh(account)))
  expect(await rowOf(id)).toMatchObject({
    status: 'ACTIVE',
    email: 'ada@example.com',
    country: 'SE',
    currency: 'sek',
    isDetailsSubmitted: true,
    isChargesEnabled: true,
    isPayoutsEnabled: true,
    businessType: 'individual',
    data: { account: { id: account, object: 'account' } },
  })
  expect(activated).toEqual([id])
})

test('one that Stripe has doubts of, or that told it a part, is not', async () => {
  for (const outcome of ['restricted', 'incomplete'] as const) {
    const { id, account } = await start()
    world.stripe.control.onboard({ account, outcome })
    await refresh(account)
    expect(await rowOf(id)).toMatchObject({
      status: 'ONBOARDING_STARTED',
      isDetailsSubmitted: outcome === 'restricted',
      isPayoutsEnabled: false,
    })
  }
  expect(activated).toEqual([])
})

describe('an active account that loses', () => {
  test.each([
    ['payouts', { payouts_enabled: false }, { payouts_enabled: true }],
    ['charges', { charges_enabled: false }, { charges_enabled: true }],
    ['its details', { details_submitted: false }, { details_submitted: true }],
    ['the capability to be paid', { transfers: 'inactive' }, { transfers: 'active' }],
  ] as const)('%s is active no more, until it has them again', async (_what, lost, found) => {
    const { id, account } = await start()
    world.stripe.control.onboard({ account })
    await refresh(account)
    world.stripe.control.changeAccount({ account, ...lost })
    await refresh(account)
    expect((await rowOf(id)).status).toBe('ONBOARDING_STARTED')
    world.stripe.control.changeAccount({ account, ...found })
    await refresh(account)
    expect((await rowOf(id)).status).toBe('ACTIVE')
    expect(activated).toEqual([id, id])
  })

  test('us at Stripe can’t receive money; what is known of it stays', async () => {
    const { id, account } = await start()
    world.stripe.control.onboard({ account })
    await refresh(account)
    world.stripe.control.disconnect({ account })
    await refresh(account)
    expect(await rowOf(id)).toMatchObject({
      status: 'ONBOARDING_STARTED',
      stripeId: account,
      isDetailsSubmitted: false,
      isChargesEnabled: false,
      isPayoutsEnabled: false,
      currency: 'sek',
      data: { account: { id: account } },
    })
  })
})

test('an answer of Stripe that is older than what we know changes nothing', async () => {
  const { id, account } = await start()
  const askedAt = await databaseTime(world.app.ctx)
  const before = await world.stripe.stripe.accounts.retrieve(account)
  world.stripe.control.onboard({ account })
  await refresh(account)
  await world.app.ctx.transaction(async (tx) =>
    apply(tx, await tx.db.payoutAccount.findUniqueOrThrow({ where: { id } }), {
      account: before,
      askedAt,
    }),
  )
  expect((await rowOf(id)).status).toBe('ACTIVE')
})

test('an account that is none of ours is not found', async () => {
  const foreign = await world.stripe.stripe.accounts.create({ type: 'express', country: 'US' })
  const strange = await world.stripe.stripe.accounts.create({
    type: 'express',
    country: 'US',
    metadata: { payout_account_id: '00000000-0000-4000-8000-000000000000' },
  })
  const { id } = await start()
  const imposter = await world.stripe.stripe.accounts.create({
    type: 'express',
    country: 'US',
    metadata: { payout_account_id: id },
  })
  for (const account of [foreign.id, strange.id, imposter.id, 'acct_1nobody']) {
    await expect(refresh(account)).rejects.toThrow(PayoutAccountNotFound)
  }
})

test('while Stripe is away it is tried later', async () => {
  const { account } = await start()
  for (const failure of [{ status: 500 }, { status: 429 }, { drop: true }]) {
    world.stripe.control.failNext({ path: '/v1/accounts', times: 'always', ...failure })
    await expect(refresh(account)).rejects.toThrow(TryLater)
    world.stripe.control.clearFailures()
  }
})

test('a collective that was archived can’t receive money, until it can again', async () => {
  const { organization, cookie } = await createStaffedOrganization(world.app)
  const place = { organizationId: organization.id }
  await openPayoutAccount(world.app, cookie, {
    ...place,
    type: 'OPEN_COLLECTIVE',
    openCollectiveSlug: 'acme',
  })
  const { id } = await world.app.db.payoutAccount.findFirstOrThrow({ where: place })
  const ctx = { ...world.app.ctx, viewer: { kind: 'system' } as const }
  for (const isArchived of [true, false]) {
    collectives.control.setCollective({ slug: 'acme', isArchived })
    await payoutAccounts.refreshForViewer(ctx, id)
    expect(await rowOf(id)).toMatchObject({
      status: isArchived ? 'ONBOARDING_STARTED' : 'ACTIVE',
      openCollectiveSlug: 'acme',
      isPayoutsEnabled: !isArchived,
    })
  }
  expect(activated).toEqual([id, id])
})
