import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '#context.ts'
import { adopt, signClaim } from '#pledge/service/adopt.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import {
  confirm,
  createFundedPlace,
  createPayoutAccount,
  createPledge,
  endWindow,
} from '../../test/rewards.ts'
import { payIn } from './service/pay.ts'
import * as rewards from './service.ts'

// Two transactions that take the same things must take them in the same order.

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

/** Runs two transactions, each of which does its second half when both have done their first. */
const interleaved = (...works: [(tx: Tx) => Promise<unknown>, (tx: Tx) => Promise<unknown>][]) => {
  let waiting = works.length
  const { promise, resolve } = Promise.withResolvers<void>()
  const arrive = () => {
    if (--waiting === 0) resolve()
    // One that waits for the other never arrives: that is no deadlock, if the other one ends.
    return Promise.race([promise, sleep(500)])
  }
  return Promise.all(
    works.map(([first, second]) =>
      app.ctx.transaction(async (tx) => {
        await first(tx)
        await arrive()
        await second(tx)
      }),
    ),
  )
}

test('two issues pay two new receivers, each another one first', async () => {
  const people = [await createUser(app.db), await createUser(app.db)]
  for (const { id } of people) await createPayoutAccount(app, { userId: id })
  const solve = async () => {
    const place = await createFundedPlace(app)
    const pledge = await createPledge(app, place)
    await confirm(
      app,
      place,
      people.map(({ login }) => ({ share: 500, githubLogin: login ?? '' })),
    )
    await endWindow(app, pledge.id)
    const rows = await app.db.reward.findMany({
      where: { pledgeId: pledge.id },
      orderBy: { issueReward: { githubLogin: 'asc' } },
    })
    const pay = (index: number) => (tx: Tx) => payIn(tx, pledge.id, rows[index]?.id)
    return { pledge, pay }
  }
  const [one, other] = [await solve(), await solve()]
  await interleaved([one.pay(0), one.pay(1)], [other.pay(1), other.pay(0)])
  const paid = await app.db.reward.count({
    where: { pledgeId: { in: [one.pledge.id, other.pledge.id] }, transferId: { not: null } },
  })
  expect(paid).toBe(4)
})

test('a backer adopts a pledge and signs in, while the issue is confirmed in their favour', async () => {
  const place = await createFundedPlace(app)
  const pledge = await createPledge(app, place)
  const paymentId = `pi_${pledge.id}`
  await app.db.pledge.update({ where: { id: pledge.id }, data: { paymentId } })
  const claim = await signClaim(app.ctx, paymentId)
  const { id: userId, login } = await createUser(app.db)
  const [, { answer }] = await Promise.all([
    app.ctx.transaction(async (tx) => {
      await adopt(tx, claim, userId)
      await sleep(500)
      await rewards.linkLogin(tx, { userId, login: login ?? '' })
    }),
    sleep(100).then(() => confirm(app, place, [{ share: 1_000, githubLogin: login ?? '' }])),
  ])
  expect(answer).toMatchObject({ __typename: 'ConfirmIssueSolvedPayload' })
  expect(await app.db.pledge.findUnique({ where: { id: pledge.id } })).toMatchObject({
    byUserId: userId,
    state: 'PENDING',
  })
})
