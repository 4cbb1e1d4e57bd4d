import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ctx } from '#context.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { BadUserInput, ExpectedError } from './errors.ts'
import { deleteExpiredKeys, IdempotencyConflict, once, onceWithLease } from './idempotency.ts'
import { anonymous, type Viewer } from './viewer.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

/** The effects of the work of one test: rows with this slug. */
let slug = ''
let serial = 0
beforeEach(async () => {
  slug = `effect-${++serial}`
  await app.db.idempotencyKey.deleteMany()
})

const as = (viewer: Viewer): Ctx => ({ ...app.ctx, viewer })

const person = (userId: string, sessionId: string | null): Viewer => ({
  ...{ kind: 'user', userId, sessionId, tokenId: null, login: null, isStaff: false, scopes: null },
  ...{ adminOf: new Set(), memberOf: new Set() },
})

const effects = () => app.db.cacheEntry.count({ where: { key: { startsWith: `${slug}-` } } })

/** An effect that can be counted, and an answer that is another one each time. */
const leaveMark = (ctx: Pick<Ctx, 'transaction'>) =>
  ctx.transaction(async (tx) => {
    const mark = `${slug}-${++serial}`
    await tx.db.cacheEntry.create({ data: { key: mark, value: '', expiresAt: new Date() } })
    return { mark }
  })

type Asked = {
  key?: string | null
  input?: object
  mutation?: string
  ctx?: Ctx
  secret?: string | null
}

const inTransaction = ({ key = 'k', mutation = 'pay', ctx = app.ctx, ...asked }: Asked = {}) =>
  once(ctx, { input: {}, ...asked, mutation, key }, async (tx) => leaveMark(tx))

const withLease = ({ key = 'k', mutation = 'pay', ctx = app.ctx, ...asked }: Asked = {}) =>
  onceWithLease(ctx, { input: {}, ...asked, mutation, key }, async () => {
    await sleep(20)
    return leaveMark(app.ctx)
  })

const fail = (error: Error) => async () => {
  throw error
}

const failing = {
  once: (error: Error) => once(app.ctx, { mutation: 'pay', key: 'k', input: {} }, fail(error)),
  onceWithLease: (error: Error) =>
    onceWithLease(app.ctx, { mutation: 'pay', key: 'k', input: {} }, fail(error)),
}

const keyRow = () => app.db.idempotencyKey.findFirst({ where: { key: 'k' } })

describe.each([
  ['once', inTransaction],
  ['onceWithLease', withLease],
] as const)('%s', (name, ask) => {
  test('of fifty identical calls at once one has an effect, and all get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()))
    expect(await effects()).toBe(1)
    expect(new Set(answers.map(({ mark }) => mark)).size).toBe(1)
    expect(await ask()).toEqual(answers[0])
  })

  test('without a key each call has its effect', async () => {
    await Promise.all([ask({ key: null }), ask({ key: null })])
    expect(await effects()).toBe(2)
    expect(await keyRow()).toBeNull()
  })

  test('the key of another request is a conflict', async () => {
    await ask({ input: { amount: 100n, place: { a: 1, b: null } } })
    const others: Asked[] = [
      { input: { amount: 101n, place: { a: 1 } } },
      { input: { amount: 100n, place: { a: 2 } } },
      { mutation: 'refund', input: { amount: 100n, place: { a: 1 } } },
    ]
    for (const other of others) await expect(ask(other)).rejects.toThrow(IdempotencyConflict)
    await ask({ input: { place: { b: null, a: 1 }, amount: 100n, idempotencyKey: 'k' } })
    expect(await effects()).toBe(1)
  })

  test('a key belongs to who used it, in whichever session', async () => {
    const [ada, adaAgain, bob] = [person('ada', 's1'), person('ada', null), person('bob', 's2')]
    const first = await ask({ ctx: as(ada) })
    expect(await ask({ ctx: as(adaAgain) })).toEqual(first)
    const others = [await ask({ ctx: as(bob) }), await ask()]
    expect(new Set([first, ...others].map(({ mark }) => mark)).size).toBe(3)
    await ask({ ctx: as(bob), key: 'another' })
    expect(await effects()).toBe(4)
  })

  test('signed out, a key belongs to the secret that comes with it, and has 16 characters', async () => {
    const ctx = as(anonymous)
    const key = 'sixteen-letters!'
    const first = await ask({ ctx, key, secret: 'one' })
    expect(await ask({ ctx, key, secret: 'one' })).toEqual(first)
    const others = [await ask({ ctx, key, secret: 'two' }), await ask({ ctx, key })]
    expect(new Set([first, ...others].map(({ mark }) => mark)).size).toBe(3)
    for (const secret of ['one', null]) {
      const short = ask({ ctx, key: key.slice(1), secret })
      await expect(short).rejects.toThrow('The key must have 16 to 255 characters')
    }
    expect(await effects()).toBe(3)
  })

  test('a refusal leaves the key free, for another request too', async () => {
    const refusal = new BadUserInput('The card is declined')
    await expect(failing[name](refusal)).rejects.toThrow(refusal)
    expect(await keyRow()).toBeNull()
    await ask({ input: { card: 'another' } })
    expect(await effects()).toBe(1)
  })

  test('a fault does not keep others from doing it', async () => {
    const fault = new Error('The process is confused')
    await expect(failing[name](fault)).rejects.toThrow(fault)
    await ask()
    expect(await effects()).toBe(1)
  })

  test.each(['', 'x'.repeat(256), 'a\u0000b'])('%j is no key', async (key) => {
    await expect(ask({ key })).rejects.toThrow(BadUserInput)
    expect(await effects()).toBe(0)
  })
})

test('once: what is written goes when the work fails', async () => {
  const work = once(app.ctx, { mutation: 'pay', key: 'k', input: {} }, async (tx) => {
    await leaveMark(tx)
    throw new Error('Too late')
  })
  await expect(work).rejects.toThrow('Too late')
  expect(await effects()).toBe(0)
})

describe('onceWithLease', () => {
  const request = { mutation: 'pay', key: 'k', input: {} }
  const past = () => new Date(Date.now() - 1)

  /** What a process leaves that took a key and died: its lease, not over yet. */
  const crash = async () => {
    let id = ''
    const dying = onceWithLease(app.ctx, request, async (operationId) => {
      id = operationId
      await new Promise(() => {})
      return {}
    })
    void dying
    await expect.poll(() => id).not.toBe('')
    return id
  }

  test('after a crash the same operation is done again, once its lease is over', async () => {
    const id = await crash()
    await app.db.idempotencyKey.update({ where: { id }, data: { lockedUntil: past() } })
    const seen: string[] = []
    const again = () =>
      onceWithLease(app.ctx, request, async (operationId) => {
        seen.push(operationId)
        return leaveMark(app.ctx)
      })
    const answers = await Promise.all([again(), again(), again()])
    expect(seen).toEqual([id])
    expect(new Set(answers.map(({ mark }) => mark)).size).toBe(1)
  })

  test('an outage repeats the same operation, a refusal begins a new one', async () => {
    const seen: string[] = []
    const failWith = (error: Error) =>
      onceWithLease(app.ctx, request, async (operationId) => {
        seen.push(operationId)
        throw error
      })
    const outage = new ExpectedError('UNAVAILABLE', 'Stripe is away')
    await expect(failWith(outage)).rejects.toThrow(outage)
    await expect(failWith(new Error('A fault'))).rejects.toThrow('A fault')
    await expect(failWith(new BadUserInput('Declined'))).rejects.toThrow('Declined')
    await expect(failWith(outage)).rejects.toThrow(outage)
    expect(seen[1]).toBe(seen[0])
    expect(seen[2]).toBe(seen[0])
    expect(seen[3]).not.toBe(seen[0])
  })

  test('the same key for another request is a conflict while the first is under way', async () => {
    await crash()
    await expect(withLease({ input: { amount: 1 } })).rejects.toThrow(IdempotencyConflict)
  })

  test('who lost the turn to another can’t undo what that one did, and gets its answer', async () => {
    const overtaken = async (outcome: () => Promise<{ mark: string }>) => {
      await app.db.idempotencyKey.deleteMany()
      const slow = onceWithLease(app.ctx, request, async (id) => {
        await app.db.idempotencyKey.update({ where: { id }, data: { lockedUntil: past() } })
        await withLease()
        return outcome()
      })
      const ended = await slow.catch((error: Error) => error)
      return { ended, answer: (await keyRow())?.answer }
    }
    const late = await overtaken(() => leaveMark(app.ctx))
    expect(late.ended).toEqual(late.answer)
    const refused = await overtaken(fail(new BadUserInput('It is done already')))
    expect(refused.ended).toBeInstanceOf(BadUserInput)
    expect(refused.answer).toEqual({ mark: expect.any(String) })
  })
})

test('keys are forgotten after a day, not earlier', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 60 * 60 * 1_000)
  const first = await inTransaction({ key: 'old' })
  await inTransaction({ key: 'young' })
  const age = (key: string, hours: number) =>
    app.db.idempotencyKey.updateMany({ where: { key }, data: { createdAt: hoursAgo(hours) } })
  await age('old', 25)
  await age('young', 23)
  await deleteExpiredKeys(app.ctx)
  const left = await app.db.idempotencyKey.findMany()
  expect(left.map(({ key }) => key)).toEqual(['young'])
  expect(await inTransaction({ key: 'old' })).not.toEqual(first)
})
