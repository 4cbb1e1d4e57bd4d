import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as issues from '#issue/service.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createIssue, createUser } from '../../test/demo.ts'
import {
  confirm,
  createFundedPlace,
  createPayoutAccount,
  createPledge,
  endWindow,
  type FundedPlace,
} from '../../test/rewards.ts'
import * as rewards from './service.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())
beforeEach(() => app.db.$executeRaw`DELETE FROM pgboss.job`)

const connect = (userId: string, login: string) =>
  app.ctx.transaction((tx) => tx.emit('user.github_connected', { userId, login }))

const sharesOf = async (issueId: string) => {
  const rows = await app.db.issueReward.findMany({
    where: { issueId },
    orderBy: { githubLogin: 'asc' },
  })
  return rows.map(({ githubLogin, userId }) => [githubLogin, userId])
}

test('a share waits for a login, in any case of letters, and then stays with that person', async () => {
  const place = await createFundedPlace(app)
  const pledge = await createPledge(app, place)
  await confirm(app, place, [{ share: 1_000, githubLogin: 'Early-Bird' }])
  expect(await sharesOf(place.issue.id)).toEqual([['Early-Bird', null]])
  const first = await createUser(app.db, { login: 'early-bird' })
  await connect(first.id, 'early-bird')
  expect(await sharesOf(place.issue.id)).toEqual([['Early-Bird', first.id]])
  await app.db.user.update({ where: { id: first.id }, data: { login: 'renamed' } })
  const second = await createUser(app.db, { login: 'early-bird' })
  await connect(second.id, 'early-bird')
  expect(await sharesOf(place.issue.id)).toEqual([['Early-Bird', first.id]])
  await createPayoutAccount(app, { userId: first.id })
  await endWindow(app, pledge.id)
  await rewards.payDue(app.ctx, pledge.id)
  const [reward] = await app.db.reward.findMany({ where: { pledgeId: pledge.id } })
  expect(reward?.amount).toBe(9_000n)
})

test('what is due to who signs in is looked at', async () => {
  const place = await createFundedPlace(app)
  const pledge = await createPledge(app, place)
  await confirm(app, place, [{ share: 1_000, githubLogin: 'late-bird' }])
  await app.db.$executeRaw`DELETE FROM pgboss.job`
  const { id } = await createUser(app.db, { login: 'late-bird' })
  await connect(id, 'late-bird')
  const jobs = await app.db.$queryRaw<{ payload: object }[]>`
    SELECT data->'payload' AS payload FROM pgboss.job WHERE name = 'reward.pay_due'`
  expect(jobs).toEqual([{ payload: { pledgeId: pledge.id } }])
})

test('one person never gets two shares of an issue', async () => {
  const place = await createFundedPlace(app)
  const user = await createUser(app.db, { login: 'one-name' })
  await confirm(app, place, [
    { share: 400, githubLogin: 'one-name' },
    { share: 600, githubLogin: 'other-name' },
  ])
  await connect(user.id, 'other-name')
  expect(await sharesOf(place.issue.id)).toEqual([
    ['one-name', user.id],
    ['other-name', null],
  ])
})

test('who signs in while the issue is confirmed is not missed', async () => {
  for (let round = 0; round < 5; round++) {
    const place = await createFundedPlace(app)
    const login = `racer-${round}`
    const signIn = app.ctx.transaction(async (tx) => {
      const { id } = await tx.db.user.create({
        data: { login, email: `${login}@example.com`, isEmailVerified: true },
      })
      await tx.emit('user.github_connected', { userId: id, login })
      return id
    })
    const [userId] = await Promise.all([
      signIn,
      confirm(app, place, [{ share: 1_000, githubLogin: login }]),
    ])
    expect(await sharesOf(place.issue.id)).toEqual([[login, userId]])
  }
})

describe('an issue that is transferred onto a confirmed one', () => {
  /** Another place of the same organization, confirmed in favour of somebody. */
  const confirmed = async (place: FundedPlace, githubLogin: string) => {
    const { organization, repository } = place
    const issue = await createIssue(app.db, {
      ...{ organizationId: organization.id, repositoryId: repository.id, number: 78 },
    })
    await confirm(app, { ...place, issue }, [{ share: 1_000, githubLogin }])
    return issue
  }

  const transfer = (from: FundedPlace['issue'], to: FundedPlace['issue']) =>
    app.ctx.transaction((tx) => issues.transfer(tx, from, to))

  const receiversOf = async (pledgeId: string) => {
    const rows = await app.db.reward.findMany({
      where: { pledgeId },
      include: { issueReward: true },
      orderBy: { id: 'asc' },
    })
    return rows.map(({ issueReward }) => issueReward.githubLogin)
  }

  test('takes over its confirmation and split; its pledges can be paid out', async () => {
    const place = await createFundedPlace(app)
    const pledge = await createPledge(app, place)
    const to = await confirmed(place, 'decided')
    await transfer(place.issue, to)
    expect(await app.db.issue.findUnique({ where: { id: to.id } })).toMatchObject({
      ...{ confirmedSolvedAt: expect.any(Date), needsConfirmationSolved: false },
      pledgedAmountSum: 10_000n,
    })
    expect(await app.db.pledge.findUnique({ where: { id: pledge.id } })).toMatchObject({
      ...{ issueId: to.id, state: 'PENDING', scheduledPayoutAt: expect.any(Date) },
    })
    expect(await receiversOf(pledge.id)).toEqual(['decided'])
  })

  test('loses its own split, though the same person is in both', async () => {
    const place = await createFundedPlace(app)
    const pledge = await createPledge(app, place)
    await confirm(app, place, [
      { share: 400, githubLogin: 'in-both' },
      { share: 600, githubLogin: 'first-alone' },
    ])
    const to = await confirmed(place, 'In-Both')
    await transfer(place.issue, to)
    expect(await receiversOf(pledge.id)).toEqual(['In-Both'])
    expect(await sharesOf(place.issue.id)).toEqual([])
    const { id } = await createUser(app.db, { login: 'in-both' })
    await connect(id, 'in-both')
    await createPayoutAccount(app, { userId: id })
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    const [reward] = await app.db.reward.findMany({ where: { pledgeId: pledge.id } })
    expect(reward?.amount).toBe(9_000n)
  })

  test('what was paid before stays paid, and the rest is shared anew', async () => {
    const place = await createFundedPlace(app)
    const pledge = await createPledge(app, place)
    const early = await createUser(app.db, { login: 'paid-early' })
    await createPayoutAccount(app, { userId: early.id })
    await confirm(app, place, [
      { share: 400, githubLogin: 'paid-early' },
      { share: 600, githubLogin: 'never-seen' },
    ])
    await connect(early.id, 'paid-early')
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    const to = await confirmed(place, 'gets-the-rest')
    await transfer(place.issue, to)
    expect(await receiversOf(pledge.id)).toEqual(['paid-early', 'gets-the-rest'])
    const rest = await createUser(app.db, { login: 'gets-the-rest' })
    await createPayoutAccount(app, { userId: rest.id })
    await connect(rest.id, 'gets-the-rest')
    await rewards.payDue(app.ctx, pledge.id)
    const rows = await app.db.reward.findMany({
      where: { pledgeId: pledge.id },
      orderBy: { id: 'asc' },
    })
    expect(rows.map(({ amount }) => amount)).toEqual([3_600n, 5_400n])
  })
})

test('the shares follow an issue to another repository', async () => {
  const place = await createFundedPlace(app)
  await confirm(app, place, [{ share: 1_000, organizationId: place.organization.id }])
  const to = await createIssue(app.db, {
    organizationId: place.organization.id,
    repositoryId: place.repository.id,
    number: 77,
  })
  const places = { fromIssueId: place.issue.id, toIssueId: to.id }
  await app.ctx.transaction((tx) => tx.emit('issue.transferred', places))
  expect(await sharesOf(place.issue.id)).toEqual([])
  expect(await sharesOf(to.id)).toEqual([[null, null]])
})
