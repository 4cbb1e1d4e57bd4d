import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { hasRedis, type RunningRedis, startRedis } from '../../test/redis.ts'
import { postgresBudgetStore } from './budget/postgres.ts'
import { redisBudgetStore } from './budget/redis.ts'
import { type BudgetStore, createBudget, type Take } from './budget.ts'

let app: TestApp
let redis: RunningRedis | null = null
beforeAll(async () => {
  app = await startTestApp({ worker: false })
  if (hasRedis) redis = await startRedis()
})
afterAll(async () => {
  redis?.stop()
  await app.stop()
})

let serial = 0
beforeEach(() => {
  serial += 1
})

const day = 86_400
const inPostgres = () => postgresBudgetStore(app.env.DATABASE_URL ?? '', app.app.log)
const inRedis = () => redisBudgetStore(redis?.url ?? '', inPostgres(), app.app.log)

/** A store that notes what it is asked for. */
const counted = (store: BudgetStore) => {
  const takes: Take[] = []
  const take = (wanted: Take) => {
    takes.push(wanted)
    return store.take(wanted)
  }
  return { takes, store: { ...store, take } }
}

const budgetOn = (
  store: BudgetStore,
  options: { now?: () => number; windowSeconds?: number } = {},
) => createBudget({ store, windowSeconds: day, log: app.app.log, ...options })

describe.each([
  ['PostgreSQL', inPostgres, true],
  ['Redis', inRedis, hasRedis],
] as const)('budgets in %s', (_name, connect, isThere) => {
  const testHere = test.skipIf(!isThere)

  testHere(
    'never exceed the limit in all, and give all of it, whoever asks at the same time',
    async () => {
      const stores = [connect(), connect(), connect()]
      const budgets = stores.map((store) => budgetOn(store))
      const limit = 10_007
      const key = `race ${serial}`
      let spent = 0
      const spend = async (cost: number, turn: number) => {
        const charge = await budgets[turn % budgets.length]?.charge(key, cost, limit)
        if (charge?.isAccepted) spent += cost
        return charge?.isAccepted
      }
      await Promise.all(Array.from({ length: 3_000 }, (_, turn) => spend(1 + (turn % 9), turn)))
      expect(spent).toBeLessThanOrEqual(limit)
      // What each process has left of its slices.
      for (const process of budgets.keys()) while (await spend(1, process));
      expect(spent).toBe(limit)
      for (const store of stores) await store.close()
    },
  )

  testHere('ask the store once for each slice, not for each charge', async () => {
    const { store, takes } = counted(connect())
    const budget = budgetOn(store)
    for (let turn = 0; turn < 1_000; turn++) await budget.charge(`slices ${serial}`, 1, 1_000)
    expect(takes.length).toBe(20)
    await budget.charge(`slices ${serial}`, 1, 1_000)
    await budget.charge(`slices ${serial}`, 1, 1_000)
    expect(takes.length).toBe(21)
    await budget.close()
  })
})

test('a charge that is refused takes nothing: a cheaper one still goes through', async () => {
  const budget = budgetOn(inPostgres())
  const key = `refused ${serial}`
  expect(await budget.charge(key, 60, 100)).toMatchObject({ isAccepted: true, used: 60 })
  expect(await budget.charge(key, 41, 100)).toMatchObject({ isAccepted: false, used: 60 })
  expect(await budget.charge(key, 40, 100)).toMatchObject({ isAccepted: true, used: 100 })
  expect(await budget.charge(key, 1, 100)).toMatchObject({ isAccepted: false, used: 100 })
  expect(await budget.charge(`${key} of another`, 100, 100)).toMatchObject({ isAccepted: true })
  await budget.close()
})

test('a window ends, and a new one begins with all of it', async () => {
  let time = Date.now()
  const budget = budgetOn(inPostgres(), { now: () => time, windowSeconds: 60 })
  const key = `window ${serial}`
  const { resetAt } = await budget.charge(key, 100, 100)
  expect(resetAt - time).toBeGreaterThan(0)
  expect(resetAt - time).toBeLessThanOrEqual(60_000)
  time = resetAt - 1
  expect(await budget.charge(key, 1, 100)).toMatchObject({ isAccepted: false })
  time = resetAt
  expect(await budget.charge(key, 100, 100)).toMatchObject({
    isAccepted: true,
    resetAt: resetAt + 60_000,
  })
  await budget.close()
})

test('a caller has one row, of their newest window; a clock that is behind gets nothing', async () => {
  const store = inPostgres()
  const key = `row ${serial}`
  const take = (endsAt: number) => store.take({ key, amount: 5, limit: 8, endsAt })
  const later = Date.now() + 60_000
  expect(await take(later - 30_000)).toEqual({ granted: 5, used: 5 })
  expect(await take(later)).toEqual({ granted: 5, used: 5 })
  expect(await take(later)).toEqual({ granted: 3, used: 8 })
  expect(await take(later - 30_000)).toMatchObject({ granted: 0 })
  const rows = await app.db.rateLimit.findMany({ where: { key: `budget ${key}` } })
  expect(rows).toMatchObject([{ points: 8, expire: new Date(later) }])
  await store.close()
})

test('without a store that answers the API goes on, without a limit', async () => {
  const budget = budgetOn({ take: () => Promise.reject(new Error('away')), close: async () => {} })
  for (let turn = 0; turn < 3; turn++) {
    expect(await budget.charge('away', 100, 100)).toMatchObject({ isAccepted: true })
  }
})

test('without Redis, PostgreSQL counts', async () => {
  const budget = budgetOn(redisBudgetStore('redis://127.0.0.1:1', inPostgres(), app.app.log))
  const key = `fallback ${serial}`
  expect(await budget.charge(key, 100, 100)).toMatchObject({ isAccepted: true })
  expect(await budget.charge(key, 1, 100)).toMatchObject({ isAccepted: false })
  await budget.close()
})
