import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { sendTransfer } from '#payout/jobs.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
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

/** An issue that is solved, of which the organization and persons get these shares. */
const solve = async (shares: number[], amount = 10_000n) => {
  const place = await createFundedPlace(app)
  const [ofOrganization = 0, ...ofPeople] = shares
  const people = await Promise.all(ofPeople.map(() => createUser(app.db)))
  const pledge = await createPledge(app, place, { amount })
  await confirm(app, place, [
    { share: ofOrganization, organizationId: place.organization.id },
    ...people.map(({ login }, index) => ({
      share: ofPeople[index] ?? 0,
      githubLogin: login ?? '',
    })),
  ])
  return { place, people, pledge }
}

const openAccounts = async (place: FundedPlace, people: { id: string }[]) => {
  await createPayoutAccount(app, { organizationId: place.organization.id })
  for (const { id } of people) await createPayoutAccount(app, { userId: id })
}

/** What each receiver got, the largest share first; null for nothing. */
const paidOf = async (pledgeId: string) => {
  const rows = await app.db.reward.findMany({
    where: { pledgeId },
    orderBy: [{ issueReward: { shareThousands: 'desc' } }, { id: 'asc' }],
  })
  return rows.map(({ amount }) => (amount === null ? null : Number(amount)))
}

const jobsOf = (name: string) =>
  app.db.$queryRaw<{ payload: Record<string, string>; startAfter: Date }[]>`
    SELECT data->'payload' AS payload, start_after AS "startAfter" FROM pgboss.job
    WHERE name = ${name} AND state = 'created' ORDER BY created_on, id`

const heldOf = async (pledgeId: string) => {
  const payment = await ledger.paymentOfPledge(app.ctx, pledgeId)
  return payment && (await ledger.fundingOf(app.ctx, payment.id)).held
}

describe('what is due', () => {
  test('is paid: 10000 at 70 and 30 % are 6300, 2700 and 1000 for the platform', async () => {
    const { place, people, pledge } = await solve([700, 300])
    await openAccounts(place, people)
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([6_300, 2_700])
    expect(await heldOf(pledge.id)).toBe(0n)
    expect(await ledger.platformBalance(app.ctx, 'usd', { pledgeId: pledge.id })).toMatchObject({
      balance: 1_000n,
      net: 680n,
    })
    const transfers = await app.db.ledgerTransaction.findMany({
      where: { kind: 'TRANSFER', pledgeId: pledge.id },
    })
    const paid = await app.db.reward.findMany({ where: { pledgeId: pledge.id } })
    expect(transfers.map(({ id }) => id).sort()).toEqual(
      paid.map(({ transferId }) => transferId).sort(),
    )
    expect(new Set(transfers.map(({ key }) => key))).toEqual(
      new Set(paid.map(({ id }) => `reward/${id}`)),
    )
    const sent = await jobsOf(sendTransfer.name)
    expect(sent.map(({ payload }) => payload.transactionId).sort()).toEqual(
      transfers.map(({ id }) => id).sort(),
    )
    for (const { paidAt, payoutAccountId, fee } of paid) {
      expect(paidAt).toBeInstanceOf(Date)
      expect(payoutAccountId).not.toBeNull()
      expect([700n, 300n]).toContain(fee)
    }
  })

  test('has no remainder: 1001 at 333, 333 and 334 are 300, 300 and 301', async () => {
    const { place, people, pledge } = await solve([333, 333, 334], 1_001n)
    await openAccounts(place, people)
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([301, 300, 300])
    expect(await heldOf(pledge.id)).toBe(0n)
  })

  test('is the same whoever is paid first', async () => {
    for (const isOrganizationFirst of [true, false]) {
      const { place, people, pledge } = await solve([333, 333, 334], 1_001n)
      await endWindow(app, pledge.id)
      const owners = people.map(({ id: userId }) => ({ userId }))
      const organization = { organizationId: place.organization.id }
      const inTurn = isOrganizationFirst ? [organization, ...owners] : [...owners, organization]
      for (const owner of inTurn) {
        await createPayoutAccount(app, owner)
        await rewards.payDue(app.ctx, pledge.id)
      }
      expect(await paidOf(pledge.id)).toEqual([301, 300, 300])
    }
  })

  test('is paid once by twenty at the same time', async () => {
    const { place, people, pledge } = await solve([500, 300, 200])
    await openAccounts(place, people)
    await endWindow(app, pledge.id)
    await Promise.all(Array.from({ length: 20 }, () => rewards.payDue(app.ctx, pledge.id)))
    expect(await paidOf(pledge.id)).toEqual([4_500, 2_700, 1_800])
    const transfers = { kind: 'TRANSFER', pledgeId: pledge.id } as const
    expect(await app.db.ledgerTransaction.count({ where: transfers })).toBe(3)
    expect(await jobsOf(sendTransfer.name)).toHaveLength(3)
  })

  test('is in the books alone where the receiver has an account at Open Collective', async () => {
    const { place, pledge } = await solve([1_000])
    await createPayoutAccount(app, {
      organizationId: place.organization.id,
      type: 'OPEN_COLLECTIVE',
    })
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([9_000])
    expect(await jobsOf(sendTransfer.name)).toEqual([])
    const transfer = await app.db.ledgerTransaction.findFirst({
      where: { kind: 'TRANSFER', pledgeId: pledge.id },
    })
    expect(transfer?.processor).toBe('OPEN_COLLECTIVE')
  })

  test('is held for who has no account, and the refund of a part is borne by both', async () => {
    const { place, people, pledge } = await solve([700, 300])
    await createPayoutAccount(app, { organizationId: place.organization.id })
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([6_300, null])
    expect(await heldOf(pledge.id)).toBe(3_000n)
    const payment = await ledger.paymentOfPledge(app.ctx, pledge.id)
    await app.ctx.transaction((tx) =>
      ledger.refund(tx, {
        ...{ key: 'refund/1', paymentId: payment?.id ?? '', amount: 4_000n, refundId: 're_1' },
      }),
    )
    await createPayoutAccount(app, { userId: people[0]?.id ?? '' })
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([6_300, 1_620])
    expect(await heldOf(pledge.id)).toBe(0n)
  })

  test('sums to what was paid, however it is split and in whatever order', async () => {
    for (let round = 0; round < 8; round++) {
      const random = (below: number) => Math.floor(Math.random() * below)
      const cuts = Array.from({ length: 1 + random(4) }, () => random(1_001)).sort((a, b) => a - b)
      const shares = [...cuts, 1_000].map((cut, index) => cut - (cuts[index - 1] ?? 0))
      const { place, people, pledge } = await solve(shares, BigInt(500 + random(100_000)))
      await endWindow(app, pledge.id)
      for (const { id } of people.toSorted(() => Math.random() - 0.5)) {
        await createPayoutAccount(app, { userId: id })
        await rewards.payDue(app.ctx, pledge.id)
      }
      await createPayoutAccount(app, { organizationId: place.organization.id })
      await rewards.payDue(app.ctx, pledge.id)
      const rows = await app.db.reward.findMany({ where: { pledgeId: pledge.id } })
      const total = rows.reduce((sum, { amount, fee }) => sum + (amount ?? 0n) + (fee ?? 0n), 0n)
      expect([total, await heldOf(pledge.id)]).toEqual([pledge.amount, 0n])
    }
  })
})

describe('what is not due', () => {
  test.each([
    ['while the backer may object', {}],
    ['of a disputed pledge', { state: 'DISPUTED' }],
    ['of a refunded pledge', { state: 'REFUNDED' }],
    ['of a pledge whose bank took it back', { state: 'CHARGE_DISPUTED' }],
    ['of a pledge that is not pending', { state: 'CREATED' }],
  ] as const)('%s', async (_name, change) => {
    const { place, people, pledge } = await solve([700, 300])
    await openAccounts(place, people)
    if ('state' in change) {
      await endWindow(app, pledge.id)
      await app.db.pledge.update({ where: { id: pledge.id }, data: change })
    }
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([null, null])
  })

  test('goes to no account that is not active', async () => {
    const { place, pledge } = await solve([1_000])
    await createPayoutAccount(app, {
      organizationId: place.organization.id,
      status: 'ONBOARDING_STARTED',
    })
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([null])
  })

  test('is a share of nothing, or of less than a cent', async () => {
    const { place, people, pledge } = await solve([1_000, 0], 1_000n)
    await openAccounts(place, people)
    await endWindow(app, pledge.id)
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([900, null])
    const small = await solve([999, 1], 20n)
    await openAccounts(small.place, small.people)
    await endWindow(app, small.pledge.id)
    await rewards.payDue(app.ctx, small.pledge.id)
    expect(await paidOf(small.pledge.id)).toEqual([18, null])
  })

  test('of a pledge without a payment in the books', async () => {
    const place = await createFundedPlace(app)
    const pledge = await createPledge(app, place, { type: 'PAY_ON_COMPLETION' })
    await confirm(app, place, [{ share: 1_000, organizationId: place.organization.id }])
    await createPayoutAccount(app, { organizationId: place.organization.id })
    await app.db.pledge.update({ where: { id: pledge.id }, data: { state: 'PENDING' } })
    await rewards.payDue(app.ctx, pledge.id)
    expect(await paidOf(pledge.id)).toEqual([null])
  })
})

describe('jobs', () => {
  test('a pending pledge is looked at a second after the time to object', async () => {
    const { pledge } = await solve([1_000])
    const [job, ...others] = await jobsOf('reward.pay_due')
    expect(others).toEqual([])
    const { scheduledPayoutAt } = await app.db.pledge.findUniqueOrThrow({
      where: { id: pledge.id },
    })
    expect(job?.payload).toEqual({ pledgeId: pledge.id })
    expect(job?.startAfter.getTime()).toBe((scheduledPayoutAt?.getTime() ?? 0) + 1_000)
  })

  test('an account that is activated has what waits for its owner looked at', async () => {
    const { place, people, pledge } = await solve([700, 300])
    await endWindow(app, pledge.id)
    await app.db.$executeRaw`DELETE FROM pgboss.job`
    for (const owner of [
      { organizationId: place.organization.id },
      { userId: people[0]?.id ?? '' },
    ]) {
      const { id } = await createPayoutAccount(app, owner)
      await app.ctx.transaction((tx) =>
        tx.emit('payout_account.activated', { payoutAccountId: id }),
      )
      const jobs = await jobsOf('reward.pay_due')
      expect(jobs.map(({ payload }) => payload)).toEqual([{ pledgeId: pledge.id }])
      await app.db.$executeRaw`DELETE FROM pgboss.job`
      await rewards.payDue(app.ctx, pledge.id)
    }
    expect(await paidOf(pledge.id)).toEqual([6_300, 2_700])
  })

  test('the hourly round finds what is due and nothing else', async () => {
    const due = await solve([700, 300])
    await createPayoutAccount(app, { userId: due.people[0]?.id ?? '' })
    await endWindow(app, due.pledge.id)
    const inWindow = await solve([1_000])
    await openAccounts(inWindow.place, [])
    const withoutAccount = await solve([1_000])
    await endWindow(app, withoutAccount.pledge.id)
    await app.db.$executeRaw`DELETE FROM pgboss.job`
    await app.ctx.transaction((tx) => rewards.scheduleAllDue(tx))
    const found = async () =>
      (await jobsOf('reward.pay_due')).map(({ payload }) => payload.pledgeId)
    const ours = [due, inWindow, withoutAccount].map(({ pledge }) => pledge.id)
    expect((await found()).filter((id) => id && ours.includes(id))).toEqual([due.pledge.id])
    await rewards.payDue(app.ctx, due.pledge.id)
    await app.db.$executeRaw`DELETE FROM pgboss.job`
    await app.ctx.transaction((tx) => rewards.scheduleAllDue(tx))
    expect((await found()).filter((id) => id && ours.includes(id))).toEqual([])
  })

  test('where staff decide, nothing is paid by itself', async () => {
    const { place, people, pledge } = await solve([700, 300])
    await openAccounts(place, people)
    await endWindow(app, pledge.id)
    await app.db.$executeRaw`DELETE FROM pgboss.job`
    const manual = { ...app.ctx, config: { ...app.ctx.config, PAYOUTS: 'manual' as const } }
    await rewards.payDue(manual, pledge.id)
    await app.ctx.transaction((tx) => rewards.scheduleAllDue({ ...tx, config: manual.config }))
    expect(await paidOf(pledge.id)).toEqual([null, null])
    expect(await jobsOf('reward.pay_due')).toEqual([])
  })
})
