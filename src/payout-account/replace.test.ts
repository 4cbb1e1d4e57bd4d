import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import {
  startWithSettings,
  type TestOpenCollective,
} from '../../sandbox/open-collective/testing.ts'
import { graphql } from '../../test/generated/gql.ts'
import { createStaffedOrganization, openPayoutAccount } from '../../test/payout-accounts.ts'
import { type PledgesTest, startWithPledges } from '../../test/pledges.ts'
import { confirm, createFundedPlace } from '../../test/rewards.ts'

const Accounts = graphql(`
  query Accounts($login: String!) {
    organization(login: $login) {
      payoutAccount { id status replacedAt }
      formerPayoutAccounts {
        totalCount
        nodes {
          id
          status
          replacedAt
          viewerCanAdminister
          balance { owed { amount } }
          statement { nodes { kind amount { amount } } }
        }
      }
    }
    viewer { payoutAccount { id } formerPayoutAccounts { totalCount nodes { id } } }
  }
`)

let collectives: TestOpenCollective
let world: PledgesTest
beforeAll(async () => {
  collectives = await startWithSettings()
  world = await startWithPledges({ ...collectives.settings, DISPUTE_WINDOW_SECONDS: '0' })
})
afterAll(async () => {
  await world.stop()
  await collectives.stop()
})

const open = (cookie: string, organizationId?: string, country = 'SE') =>
  openPayoutAccount(world.app, cookie, { type: 'STRIPE', country, organizationId })

const opened = async (...given: Parameters<typeof open>) => {
  const answer = await open(...given)
  if (answer.__typename !== 'CreatePayoutAccountPayload') throw new Error(JSON.stringify(answer))
  const { id, stripeId } = answer.payoutAccount
  return { id, stripeId: stripeId ?? '' }
}

const seenBy = async (cookie: string, login: string) => {
  const { data } = await world.app.query(Accounts, { login }, { cookie })
  if (!data) throw new Error('no answer')
  return data
}

const onboard = async (account: string) => {
  world.stripe.control.onboard({ account })
  await world.settled()
}

test('an account that has left us gives way; what was earned with it stays in view', async () => {
  const { organization, cookie } = await createStaffedOrganization(world.app)
  const old = await opened(cookie, organization.id)
  expect((await open(cookie, organization.id)).__typename).toBe('PayoutAccountExists')
  world.stripe.control.disconnect({ account: old.stripeId })
  const again = await opened(cookie, organization.id)
  expect(again.id).not.toBe(old.id)
  expect(again.stripeId).not.toBe(old.stripeId)
  expect((await open(cookie, organization.id)).__typename).toBe('PayoutAccountExists')
  await onboard(again.stripeId)
  const { login } = organization
  expect(await seenBy(cookie, login)).toMatchObject({
    organization: {
      payoutAccount: { id: again.id, status: 'ACTIVE', replacedAt: null },
      formerPayoutAccounts: {
        totalCount: 1,
        nodes: [
          {
            ...{ id: old.id, status: 'ONBOARDING_STARTED', viewerCanAdminister: true },
            ...{ replacedAt: expect.any(String), statement: { nodes: [] } },
          },
        ],
      },
    },
  })
  const stranger = await createStaffedOrganization(world.app)
  expect(await seenBy(stranger.cookie, login)).toMatchObject({
    organization: { payoutAccount: null, formerPayoutAccounts: null },
    viewer: { formerPayoutAccounts: { totalCount: 0, nodes: [] } },
  })
})

test('one of the wrong country gives way until Stripe was told of its owner', async () => {
  const { cookie, organization } = await createStaffedOrganization(world.app)
  const wrong = await opened(cookie, organization.id, 'SE')
  expect((await open(cookie, organization.id, 'SE')).__typename).toBe('PayoutAccountExists')
  const right = await opened(cookie, organization.id, 'DE')
  expect(right.stripeId).not.toBe(wrong.stripeId)
  await expect(world.stripe.stripe.accounts.retrieve(wrong.stripeId)).rejects.toMatchObject({
    code: 'account_invalid',
  })
  await world.settled()
  expect(await seenBy(cookie, organization.login)).toMatchObject({
    organization: {
      payoutAccount: { id: right.id, replacedAt: null },
      formerPayoutAccounts: { nodes: [{ id: wrong.id, replacedAt: expect.any(String) }] },
    },
  })
  await onboard(right.stripeId)
  expect((await open(cookie, organization.id, 'FR')).__typename).toBe('PayoutAccountExists')
})

test('twenty at once replace it by one', async () => {
  const { cookie, organization } = await createStaffedOrganization(world.app)
  const old = await opened(cookie)
  world.stripe.control.disconnect({ account: old.stripeId })
  const answers = await Promise.all(Array.from({ length: 20 }, () => open(cookie)))
  const ids = answers.flatMap((answer) =>
    answer.__typename === 'CreatePayoutAccountPayload' ? [answer.payoutAccount.id] : [],
  )
  expect(new Set(ids).size).toBe(1)
  expect((await seenBy(cookie, organization.login)).viewer).toEqual({
    payoutAccount: { id: ids[0] },
    formerPayoutAccounts: { totalCount: 1, nodes: [{ id: old.id }] },
  })
})

test('while Stripe is away nothing is replaced', async () => {
  const { cookie } = await createStaffedOrganization(world.app)
  await opened(cookie)
  world.stripe.control.failNext({ path: '/v1/accounts', status: 500, times: 'always' })
  expect((await open(cookie)).__typename).toBe('StripeUnavailable')
  world.stripe.control.clearFailures()
  expect((await open(cookie)).__typename).toBe('PayoutAccountExists')
})

test('a collective that was archived gives way to an account at Stripe', async () => {
  const { organization, cookie } = await createStaffedOrganization(world.app)
  const collective = await openPayoutAccount(world.app, cookie, {
    ...{ type: 'OPEN_COLLECTIVE', openCollectiveSlug: 'acme', organizationId: organization.id },
  })
  expect(collective.__typename).toBe('CreatePayoutAccountPayload')
  expect((await open(cookie, organization.id)).__typename).toBe('PayoutAccountExists')
  collectives.control.setCollective({ slug: 'acme', isArchived: true })
  expect((await open(cookie, organization.id)).__typename).toBe('CreatePayoutAccountPayload')
  collectives.control.setCollective({ slug: 'acme', isArchived: false })
})

/** To which account the one share of a pledge was paid, if it was. */
const accountOf = async (pledgeId: string) => {
  const { payoutAccountId } = await world.app.db.reward.findFirstOrThrow({ where: { pledgeId } })
  return payoutAccountId && encodeId('PayoutAccount', payoutAccountId)
}

test('what was paid to the old one stays there; what is held goes to the new one', async () => {
  const place = await createFundedPlace(world.app)
  const { organization, issue } = place
  const { cookie } = place.asAdmin
  const paidPledge = async () => {
    const { id } = await world.paidFor(issue.id)
    await world.settled()
    return (await world.rowOf(id)).id
  }
  const old = await opened(cookie, organization.id)
  await onboard(old.stripeId)
  const first = await paidPledge()
  await confirm(world.app, place, [{ share: 1_000, organizationId: organization.id }])
  await expect.poll(() => accountOf(first), { timeout: 10_000 }).toBe(old.id)
  await world.settled()
  world.stripe.control.disconnect({ account: old.stripeId })
  await world.settled()
  const second = await paidPledge()
  const again = await opened(cookie, organization.id)
  await onboard(again.stripeId)
  await expect.poll(() => accountOf(second), { timeout: 10_000 }).toBe(again.id)
  await world.settled()
  const { data } = await world.stripe.stripe.transfers.list({ destination: again.stripeId })
  expect(data).toMatchObject([{ amount: 9_000 }])
  expect(await seenBy(cookie, organization.login)).toMatchObject({
    organization: {
      payoutAccount: { id: again.id },
      formerPayoutAccounts: { nodes: [{ id: old.id, balance: { owed: { amount: 9_000 } } }] },
    },
  })
})
