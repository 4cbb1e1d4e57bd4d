import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import {
  startWithSettings,
  type TestOpenCollective,
} from '../../sandbox/open-collective/testing.ts'
import { createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { createStaffedOrganization, openPayoutAccount } from '../../test/payout-accounts.ts'
import { startWithStripe, type TestStripeApp } from '../../test/stripe.ts'

const OnboardingLink = graphql(`
  mutation OnboardingLink($id: ID!) {
    createPayoutAccountOnboardingLink(input: { payoutAccountId: $id }) {
      __typename
      ... on CreatePayoutAccountOnboardingLinkPayload { url }
      ... on Error { message code }
    }
  }
`)

const DashboardLink = graphql(`
  mutation DashboardLink($id: ID!) {
    createPayoutAccountDashboardLink(input: { payoutAccountId: $id }) {
      __typename
      ... on CreatePayoutAccountDashboardLinkPayload { url }
      ... on Error { message code }
    }
  }
`)

const RefreshPayoutAccount = graphql(`
  mutation RefreshPayoutAccount($id: ID!) {
    refreshPayoutAccount(input: { payoutAccountId: $id }) {
      __typename
      ... on RefreshPayoutAccountPayload { payoutAccount { status } }
      ... on Error { code }
    }
  }
`)

const Seen = graphql(`
  query Seen($id: ID!, $login: String!) {
    node(id: $id) {
      ... on PayoutAccount {
        status
        viewerCanAdminister
        user { login }
        organization { login }
      }
    }
    organization(login: $login) { payoutAccount { id } }
    viewer { payoutAccount { id } }
  }
`)

let collectives: TestOpenCollective
let world: TestStripeApp
beforeAll(async () => {
  collectives = await startWithSettings()
  world = await startWithStripe({ ...collectives.settings, STAFF: 'boss' })
})
afterAll(async () => {
  await world.stop()
  await collectives.stop()
})

const person = async () => {
  const user = await createUser(world.app.db)
  return { user, cookie: (await world.app.signIn(user.id)).cookie }
}

type Opened = { cookie: string; organizationId?: string }

const opened = async ({ cookie, organizationId }: Opened, slug?: string) => {
  const kind = slug
    ? ({ type: 'OPEN_COLLECTIVE', openCollectiveSlug: slug } as const)
    : ({ type: 'STRIPE', country: 'SE' } as const)
  const answer = await openPayoutAccount(world.app, cookie, {
    ...kind,
    ...(organizationId && { organizationId }),
  })
  if (answer.__typename !== 'CreatePayoutAccountPayload') throw new Error(JSON.stringify(answer))
  const { id, stripeId } = answer.payoutAccount
  return { id, stripeId: stripeId ?? '' }
}

const onboardingLink = async (cookie: string, id: string) =>
  (await world.app.query(OnboardingLink, { id }, { cookie })).data
    ?.createPayoutAccountOnboardingLink

const dashboardLink = async (cookie: string, id: string) =>
  (await world.app.query(DashboardLink, { id }, { cookie })).data?.createPayoutAccountDashboardLink

const refreshed = async (cookie: string, id: string) =>
  (await world.app.query(RefreshPayoutAccount, { id }, { cookie })).data?.refreshPayoutAccount

/** Where Stripe's pages of an account lead back to. */
const waysBack = (account: string) => {
  const link = [...world.stripe.state.links.values()].find((one) => one.account === account)
  return { back: link?.back, refresh: link?.refresh }
}

test('who administers an organization no more is not told of its account by an old key', async () => {
  const { organization, user, cookie } = await createStaffedOrganization(world.app)
  const open = () =>
    openPayoutAccount(world.app, cookie, {
      ...{ organizationId: organization.id, type: 'STRIPE', country: 'SE', idempotencyKey: 'a' },
    })
  const done = { __typename: 'CreatePayoutAccountPayload' }
  expect([await open(), await open()]).toMatchObject([done, done])
  await world.app.db.membership.updateMany({
    where: { userId: user.id },
    data: { isAdmin: false },
  })
  expect(await open()).toMatchObject({ __typename: 'NotAnOrganizationAdmin' })
})

describe('links', () => {
  test('lead a person through onboarding and to the dashboard of their account', async () => {
    const { cookie } = await person()
    const { id, stripeId } = await opened({ cookie })
    expect(await onboardingLink(cookie, id)).toEqual({
      __typename: 'CreatePayoutAccountOnboardingLinkPayload',
      url: expect.stringContaining(`${world.stripe.url}/setup/`),
    })
    expect(waysBack(stripeId)).toEqual({
      back: 'http://127.0.0.1:3000/rewards',
      refresh: 'http://127.0.0.1:3000/rewards?onboarding=expired',
    })
    expect(await dashboardLink(cookie, id)).toMatchObject({
      __typename: 'StripeRefused',
      message: expect.stringContaining('onboarding'),
    })
    world.stripe.control.onboard({ account: stripeId })
    expect(await refreshed(cookie, id)).toMatchObject({ payoutAccount: { status: 'ACTIVE' } })
    expect(await dashboardLink(cookie, id)).toMatchObject({
      url: `${world.stripe.url}/express/${stripeId}`,
    })
  })

  test('of an organization lead back to its finance page', async () => {
    const { organization, cookie } = await createStaffedOrganization(world.app)
    const { id, stripeId } = await opened({ cookie, organizationId: organization.id })
    await onboardingLink(cookie, id)
    const page = `http://127.0.0.1:3000/maintainer/${organization.login}/finance`
    expect(waysBack(stripeId)).toEqual({ back: page, refresh: `${page}?onboarding=expired` })
  })

  test('to the dashboard have Stripe show the name of now', async () => {
    const { organization, cookie } = await createStaffedOrganization(world.app)
    const { id, stripeId } = await opened({ cookie, organizationId: organization.id })
    world.stripe.control.onboard({ account: stripeId })
    const nameAtStripe = async () =>
      (await world.stripe.stripe.accounts.retrieve(stripeId)).business_profile?.name
    await dashboardLink(cookie, id)
    expect(await nameAtStripe()).toBe(organization.login)
    const login = `${organization.login}-renamed`
    await world.app.db.organization.update({ where: { id: organization.id }, data: { login } })
    await dashboardLink(cookie, id)
    expect(await nameAtStripe()).toBe(login)
  })

  test('of a collective are its page; it has no onboarding', async () => {
    const { organization, cookie } = await createStaffedOrganization(world.app)
    const { id } = await opened({ cookie, organizationId: organization.id }, 'acme')
    expect(await dashboardLink(cookie, id)).toMatchObject({
      url: 'https://opencollective.com/acme',
    })
    expect(await onboardingLink(cookie, id)).toMatchObject({
      __typename: 'PayoutAccountLinkUnavailable',
    })
  })

  test('of an account that left us at Stripe are unavailable', async () => {
    const { cookie } = await person()
    const { id, stripeId } = await opened({ cookie })
    world.stripe.control.disconnect({ account: stripeId })
    expect(await onboardingLink(cookie, id)).toMatchObject({
      __typename: 'PayoutAccountLinkUnavailable',
    })
  })

  test('are refused while Stripe is away', async () => {
    const { cookie } = await person()
    const { id } = await opened({ cookie })
    world.stripe.control.failNext({ path: '/v1/account_links', status: 500, times: 'always' })
    expect(await onboardingLink(cookie, id)).toMatchObject({ __typename: 'StripeUnavailable' })
    world.stripe.control.clearFailures()
  })
})

test('who opened the account and left the organization has lost it', async () => {
  const { organization, user, cookie } = await createStaffedOrganization(world.app)
  const { id } = await opened({ cookie, organizationId: organization.id })
  const membership = { userId_organizationId: { userId: user.id, organizationId: organization.id } }
  const seen = async () =>
    (await world.app.query(Seen, { id, login: organization.login }, { cookie })).data
  expect(await seen()).toEqual({
    node: {
      status: 'ONBOARDING_STARTED',
      viewerCanAdminister: true,
      user: null,
      organization: { login: organization.login },
    },
    organization: { payoutAccount: { id } },
    viewer: { payoutAccount: null },
  })

  await world.app.db.membership.update({ where: membership, data: { isAdmin: false } })
  expect(await seen()).toMatchObject({ node: { viewerCanAdminister: false } })
  for (const ask of [onboardingLink, dashboardLink, refreshed]) {
    expect((await ask(cookie, id))?.__typename).toBe('NotAnOrganizationAdmin')
  }

  await world.app.db.membership.update({ where: membership, data: { deletedAt: new Date() } })
  expect(await seen()).toMatchObject({ node: null, organization: { payoutAccount: null } })
  for (const ask of [onboardingLink, dashboardLink, refreshed]) {
    expect((await ask(cookie, id))?.__typename).toBe('PayoutAccountNotFound')
  }
})

test('a person’s account is seen and administered by that person alone', async () => {
  const { user, cookie } = await person()
  const stranger = await person()
  const { organization } = await createStaffedOrganization(world.app)
  const { id } = await opened({ cookie })
  const ask = async (headers: Record<string, string>) =>
    (await world.app.query(Seen, { id, login: organization.login }, headers)).data
  expect(await ask({ cookie })).toMatchObject({
    node: { viewerCanAdminister: true, user: { login: user.login }, organization: null },
    viewer: { payoutAccount: { id } },
  })
  expect(await ask({ cookie: stranger.cookie })).toMatchObject({
    node: null,
    viewer: { payoutAccount: null },
  })
  expect(await ask({})).toMatchObject({ node: null, viewer: null })
  expect((await onboardingLink(stranger.cookie, id))?.__typename).toBe('PayoutAccountNotFound')
})

test('staff see accounts, whose ids their mutations need, and change none', async () => {
  const { organization, cookie } = await createStaffedOrganization(world.app)
  const { id } = await opened({ cookie, organizationId: organization.id })
  const { cookie: staff } = await world.app.signIn(
    (await createUser(world.app.db, { login: 'boss' })).id,
  )
  const { data } = await world.app.query(Seen, { id, login: organization.login }, { cookie: staff })
  expect(data).toMatchObject({
    node: { viewerCanAdminister: false, organization: { login: organization.login } },
    organization: { payoutAccount: { id } },
  })
  expect((await dashboardLink(staff, id))?.__typename).toBe('NotAnOrganizationAdmin')
})

test('organizations with their accounts take as many statements as one', async () => {
  const { cookie } = await createStaffedOrganization(world.app)
  const ask = (first: number) =>
    world.app.statementsDuring(() =>
      world.app.query(
        `{ organizations(first: ${first}) { nodes { payoutAccount { status } } } }`,
        {},
        { cookie },
      ),
    )
  expect((await ask(50)).statements).toHaveLength((await ask(1)).statements.length)
})

test('a look at one account more than 30 times an hour is refused', async () => {
  const { organization, cookie } = await createStaffedOrganization(world.app)
  const { id } = await opened({ cookie, organizationId: organization.id }, 'rocket-club')
  const types = []
  for (let times = 0; times < 31; times++) types.push((await refreshed(cookie, id))?.__typename)
  expect(types.filter((type) => type === 'RateLimited')).toHaveLength(1)
})

test('an id of no account is not found', async () => {
  const { cookie } = await person()
  const id = encodeId('PayoutAccount', '00000000-0000-4000-8000-000000000000')
  expect((await onboardingLink(cookie, id))?.__typename).toBe('PayoutAccountNotFound')
})
