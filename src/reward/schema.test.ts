import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import * as tokens from '#token/service.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createMembership, createOrganization, createUser } from '../../test/demo.ts'
import {
  confirm,
  createFundedPlace,
  createPayoutAccount,
  createPledge,
  endWindow,
} from '../../test/rewards.ts'
import * as rewards from './service.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
})
afterAll(() => app.stop())

const headersOf = async (userId: string) => ({ cookie: (await app.signIn(userId)).cookie })

const person = async (data: { login?: string } = {}) => {
  const user = await createUser(app.db, data)
  return { ...user, headers: await headersOf(user.id), globalId: encodeId('User', user.id) }
}

/** A pledge of which the organization gets 70 % and a person 30 %, whose window is over. */
const solved = async (options: { isPrivate?: boolean } = {}) => {
  const place = await createFundedPlace(app, options)
  const backer = await person()
  const receiver = await person()
  const pledge = await createPledge(app, place, { byUserId: backer.id })
  await confirm(app, place, [
    { share: 700, organizationId: place.organization.id },
    { share: 300, githubLogin: receiver.login ?? '' },
  ])
  await endWindow(app, pledge.id)
  return { place, backer, receiver, pledge }
}

type Reward = {
  id: string
  state: string
  amount: { amount: number }
  blockedBy: string | null
  paidAt: string | null
  share: number
  receiver: { login: string | null; isOrganization: boolean }
  pledge: { amount: { amount: number } } | null
  issueReward: { issue: { title: string } | null }
}

const rewardFields = `
  id state amount { amount } blockedBy paidAt share receiver { login isOrganization }
  pledge { amount { amount } } issueReward { issue { title } }`

const search = async (args: string, headers: Record<string, string>) => {
  const { data, errors } = await app.query<
    { rewards: { totalCount: number; nodes: Reward[] } },
    object
  >(`{ rewards(${args}) { totalCount nodes { ${rewardFields} } } }`, {}, headers)
  return { ...data?.rewards, code: errors?.[0]?.extensions.code }
}

describe('a reward', () => {
  test('is what is expected of the pledge, then what was paid', async () => {
    const { place, receiver, pledge } = await solved()
    await createPayoutAccount(app, { userId: receiver.id })
    const own = () => search(`receiverUserId: "${receiver.globalId}"`, receiver.headers)
    const before = await own()
    expect(before).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          ...{ state: 'PENDING', amount: { amount: 2_700 }, blockedBy: null, paidAt: null },
          ...{ share: 300, receiver: { login: receiver.login, isOrganization: false } },
          issueReward: { issue: { title: 'Issue 1' } },
        },
      ],
    })
    await rewards.payDue(app.ctx, pledge.id)
    expect((await own()).nodes).toMatchObject([{ state: 'PAID', amount: { amount: 2_700 } }])
    expect((await own()).nodes?.[0]?.paidAt).not.toBeNull()
    const ofState = (state: string) =>
      search(
        `organizationId: "${encodeId('Organization', place.organization.id)}", state: ${state}`,
        place.asAdmin,
      )
    expect((await ofState('PENDING')).nodes?.map(({ share }) => share)).toEqual([700])
    expect((await ofState('PAID')).nodes?.map(({ share }) => share)).toEqual([300])
  })

  test('names its pledge to those alone who may see that', async () => {
    const { place, receiver } = await solved()
    const ids = `receiverUserId: "${receiver.globalId}"`
    expect((await search(ids, receiver.headers)).nodes?.[0]?.pledge).toBeNull()
    expect((await search(ids, place.asAdmin)).nodes?.[0]?.pledge).toEqual({
      amount: { amount: 10_000 },
    })
  })

  test('names its issue to those alone who may see that', async () => {
    const { receiver } = await solved({ isPrivate: true })
    const { nodes } = await search(`receiverUserId: "${receiver.globalId}"`, receiver.headers)
    expect(nodes?.[0]?.issueReward).toEqual({ issue: null })
  })

  test('says why it is not paid', async () => {
    const { place, receiver, pledge } = await solved()
    const obstacleNow = async () =>
      (await search(`receiverUserId: "${receiver.globalId}"`, place.asAdmin)).nodes?.[0]?.blockedBy
    const change = (data: object) => app.db.pledge.update({ where: { id: pledge.id }, data })
    const seen = [await obstacleNow()]
    const { id } = await createPayoutAccount(app, {
      userId: receiver.id,
      status: 'ONBOARDING_STARTED',
    })
    seen.push(await obstacleNow())
    await app.db.payoutAccount.update({ where: { id }, data: { status: 'ACTIVE' } })
    seen.push(await obstacleNow())
    await change({ scheduledPayoutAt: new Date(Date.now() + 60_000) })
    seen.push(await obstacleNow())
    for (const state of ['DISPUTED', 'REFUNDED', 'CREATED']) {
      await change({ state })
      seen.push(await obstacleNow())
    }
    expect(seen).toEqual([
      ...['NO_ACCOUNT', 'ACCOUNT_NOT_ACTIVE', null, 'IN_DISPUTE_WINDOW'],
      ...['PLEDGE_DISPUTED', 'PLEDGE_ENDED', 'PLEDGE_NOT_PAID'],
    ])
  })

  test('of a login that nobody has signed in with waits for them', async () => {
    const place = await createFundedPlace(app)
    const pledge = await createPledge(app, place)
    await confirm(app, place, [{ share: 1_000, githubLogin: 'nobody-yet' }])
    await endWindow(app, pledge.id)
    const { nodes } = await search(
      `organizationId: "${encodeId('Organization', place.organization.id)}"`,
      place.asAdmin,
    )
    expect(nodes).toMatchObject([{ blockedBy: 'RECEIVER_NOT_SIGNED_IN' }])
  })
})

describe('who sees a reward', () => {
  test('its receiver, members of a receiving organization, admins of the issue’s organization', async () => {
    const { place, receiver, backer } = await solved()
    const member = await person()
    await createMembership(app.db, { userId: member.id, organizationId: place.organization.id })
    const id = encodeId('Organization', place.organization.id)
    const sharesFor = async (headers: Record<string, string>) =>
      (await search(`organizationId: "${id}"`, headers)).nodes?.map(({ share }) => share).sort()
    expect(await sharesFor(place.asAdmin)).toEqual([300, 700])
    expect(await sharesFor(receiver.headers)).toEqual([300])
    // Of the organization's own share, its member is a receiver.
    expect(await sharesFor(member.headers)).toEqual([700])
    expect(await sharesFor(backer.headers)).toEqual([])
    expect(await sharesFor((await person()).headers)).toEqual([])
    expect((await search(`organizationId: "${id}"`, {})).code).toBe('UNAUTHENTICATED')
  })

  test('members of another organization that receives, as long as they are members', async () => {
    const place = await createFundedPlace(app)
    const other = await createOrganization(app.db)
    const member = await person()
    const { id } = await createMembership(app.db, { userId: member.id, organizationId: other.id })
    await createPledge(app, place)
    await confirm(app, place, [{ share: 1_000, organizationId: other.id }])
    const find = () =>
      search(`receiverOrganizationId: "${encodeId('Organization', other.id)}"`, member.headers)
    expect((await find()).totalCount).toBe(1)
    await app.db.membership.update({ where: { id }, data: { deletedAt: new Date() } })
    expect((await find()).totalCount).toBe(0)
  })

  test('a token with the scope to read payouts, and no other', async () => {
    const { receiver } = await solved()
    const find = async (scopes: Parameters<typeof tokens.create>[2]['scopes']) => {
      const { token } = await tokens.create(app.ctx, receiver.id, {
        ...{ name: 'x', scopes, expiresAt: new Date(Date.now() + 86_400_000) },
      })
      return search(`receiverUserId: "${receiver.globalId}"`, { authorization: `Bearer ${token}` })
    }
    expect((await find(['payouts:read'])).totalCount).toBe(1)
    expect((await find(['issues:read', 'pledges:read'])).code).toBe('FORBIDDEN')
  })

  test('staff see those of an issue, and nobody those of another one', async () => {
    const { place, receiver } = await solved()
    await solved()
    const staff = await headersOf((await createUser(app.db, { login: 'boss' })).id)
    const ofIssue = `issueId: "${encodeId('Issue', place.issue.id)}"`
    expect((await search(ofIssue, staff)).nodes?.map(({ share }) => share).sort()).toEqual([
      300, 700,
    ])
    expect((await search(ofIssue, receiver.headers)).totalCount).toBe(1)
  })

  test('a search says whose', async () => {
    const { receiver } = await solved()
    expect((await search('first: 5', receiver.headers)).code).toBe('BAD_USER_INPUT')
  })

  test('one’s own are at hand, in as many statements for many as for one', async () => {
    const receiver = await person()
    const place = await createFundedPlace(app)
    await createPledge(app, place)
    await confirm(app, place, [
      { share: 500, githubLogin: receiver.login ?? '' },
      { share: 500, organizationId: place.organization.id },
    ])
    const ask = () =>
      app.statementsDuring(() =>
        app.query<{ viewer: { rewards: { totalCount: number } } }, object>(
          `{ viewer { rewards(first: 50) { totalCount nodes { ${rewardFields} } } } }`,
          {},
          receiver.headers,
        ),
      )
    const one = await ask()
    for (let count = 0; count < 5; count++) await createPledge(app, place)
    const many = await ask()
    expect(many.result.data?.viewer.rewards.totalCount).toBe(6)
    expect(many.statements).toHaveLength(one.statements.length)
  })
})

describe('what everybody sees', () => {
  test('who gets which share of a public issue, and no address', async () => {
    const { place } = await solved()
    const { data } = await app.query<{ node: { rewards: { nodes: object[] } } }, object>(
      `query ($id: ID!) { node(id: $id) { ... on Issue {
        rewards { nodes { share receiver { name login avatarUrl isOrganization } user { login name } organization { login } } }
      } } }`,
      { id: encodeId('Issue', place.issue.id) },
    )
    expect(data?.node.rewards.nodes).toHaveLength(2)
    expect(JSON.stringify(data)).not.toContain('@')
  })

  test('nothing of a person who deleted their account', async () => {
    const { place, receiver } = await solved()
    await app.query(
      'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { __typename } }',
      { input: { confirmEmail: receiver.email } },
      receiver.headers,
    )
    const { data } = await app.query<{ node: { rewards: { nodes: object[] } } }, object>(
      'query ($id: ID!) { node(id: $id) { ... on Issue { rewards { nodes { receiver { name login } } } } } }',
      { id: encodeId('Issue', place.issue.id) },
    )
    expect(data?.node.rewards.nodes[1]).toEqual({ receiver: { name: null, login: null } })
  })
})

describe('staff', () => {
  const payMutation = `mutation ($input: PayRewardInput!) {
    payReward(input: $input) {
      __typename
      ... on PayRewardPayload { reward { state amount { amount } } }
    }
  }`
  type Answer = { payReward: { __typename: string; reward?: object } }

  const boss = async () => {
    const known = await app.db.user.findFirst({ where: { login: 'boss' } })
    return headersOf((known ?? (await createUser(app.db, { login: 'boss' }))).id)
  }

  const pay = async (
    rewardId: string,
    headers: Record<string, string>,
    idempotencyKey?: string,
  ) => {
    const input = { rewardId: encodeId('Reward', rewardId), idempotencyKey }
    const { data, errors } = await app.query<Answer, object>(payMutation, { input }, headers)
    return { answer: data?.payReward, code: errors?.[0]?.extensions.code }
  }

  const rewardOf = (pledgeId: string, isOrganization: boolean) =>
    app.db.reward.findFirstOrThrow({
      where: {
        pledgeId,
        issueReward: { organizationId: isOrganization ? { not: null } : null },
      },
    })

  test('pay a reward, once; the other share stays held', async () => {
    const { place, pledge } = await solved()
    const { id } = await rewardOf(pledge.id, true)
    const headers = await boss()
    expect((await pay(id, headers)).answer?.__typename).toBe('ReceiverWithoutAccount')
    await createPayoutAccount(app, { organizationId: place.organization.id })
    const first = await pay(id, headers, 'key')
    expect(first.answer).toEqual({
      __typename: 'PayRewardPayload',
      reward: { state: 'PAID', amount: { amount: 6_300 } },
    })
    expect(await pay(id, headers, 'key')).toEqual(first)
    expect((await pay(id, headers)).answer?.__typename).toBe('RewardAlreadyPaid')
    const transfers = { kind: 'TRANSFER', pledgeId: pledge.id } as const
    expect(await app.db.ledgerTransaction.count({ where: transfers })).toBe(1)
  })

  test('at the same time pay it once', async () => {
    const { place, pledge } = await solved()
    await createPayoutAccount(app, { organizationId: place.organization.id })
    const { id } = await rewardOf(pledge.id, true)
    const headers = await boss()
    const all = await Promise.all(Array.from({ length: 5 }, () => pay(id, headers)))
    expect(all.map(({ answer }) => answer?.__typename).sort()).toEqual([
      'PayRewardPayload',
      ...Array(4).fill('RewardAlreadyPaid'),
    ])
  })

  test('are told what is in the way, in order', async () => {
    const { receiver, pledge } = await solved()
    const { id } = await rewardOf(pledge.id, false)
    const headers = await boss()
    const now = async () => (await pay(id, headers)).answer?.__typename
    const change = (data: object) => app.db.pledge.update({ where: { id: pledge.id }, data })
    const { scheduledPayoutAt } = pledge
    const seen = []
    await change({ state: 'CREATED', scheduledPayoutAt: new Date(Date.now() + 60_000) })
    seen.push(await now())
    await change({ state: 'PENDING' })
    seen.push(await now())
    await change({ scheduledPayoutAt })
    await app.db.issueReward.updateMany({ where: { userId: receiver.id }, data: { userId: null } })
    seen.push(await now())
    const share = { githubLogin: receiver.login ?? '' }
    await app.db.issueReward.updateMany({ where: share, data: { userId: receiver.id } })
    seen.push(await now())
    await createPayoutAccount(app, { userId: receiver.id, status: 'CREATED' })
    seen.push(await now())
    expect(seen).toEqual([
      'PledgeNotPayable',
      'PledgeInDisputeWindow',
      'ReceiverNotSignedIn',
      'ReceiverWithoutAccount',
      'ReceiverAccountNotActive',
    ])
    expect((await pay('00000000-0000-4000-8000-000000000000', headers)).answer?.__typename).toBe(
      'RewardNotFound',
    )
    expect(
      await app.db.ledgerTransaction.count({ where: { kind: 'TRANSFER', pledgeId: pledge.id } }),
    ).toBe(0)
  })

  test('see all that is unpaid; to others it does not exist', async () => {
    const { pledge, place } = await solved()
    const unpaid = async (headers: Record<string, string>) => {
      const { data, errors } = await app.query<
        { unpaidRewards: { nodes: { pledge: { id: string } }[] } },
        object
      >('{ unpaidRewards(first: 100) { nodes { blockedBy pledge { id } } } }', {}, headers)
      const id = encodeId('Pledge', pledge.id)
      const own = data?.unpaidRewards.nodes.filter((reward) => reward.pledge.id === id).length
      return own ?? errors?.[0]?.extensions.code
    }
    expect(await unpaid(await boss())).toBe(2)
    expect(await unpaid(place.asAdmin)).toBe('NOT_FOUND')
    expect(await unpaid({})).toBe('UNAUTHENTICATED')
    const { id } = await rewardOf(pledge.id, true)
    expect((await pay(id, place.asAdmin)).code).toBe('NOT_FOUND')
  })
})
