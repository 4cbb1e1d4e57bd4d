import { expect, test } from 'vitest'
import { createBatch } from './batch.ts'

const counting = () => {
  const calls: string[][] = []
  const load = createBatch(async (_owner: object, ids: string[]) => {
    calls.push(ids)
    return new Map(ids.filter((id) => id !== 'none').map((id) => [id, id.length]))
  }, -1)
  return { calls, load }
}

test('what is asked for at the same time is loaded at once, each id once', async () => {
  const { calls, load } = counting()
  const owner = {}
  const late = Promise.resolve().then(() => load(owner, 'late'))
  expect(await Promise.all([load(owner, 'a'), load(owner, 'bb'), load(owner, 'a'), late])).toEqual([
    1, 2, 1, 4,
  ])
  expect(calls).toEqual([['a', 'bb', 'late']])
})

test('what is asked for later is loaded anew', async () => {
  const { calls, load } = counting()
  const owner = {}
  await load(owner, 'a')
  await load(owner, 'a')
  expect(calls).toEqual([['a'], ['a']])
})

test('owners share nothing', async () => {
  const { calls, load } = counting()
  await Promise.all([load({}, 'a'), load({}, 'b')])
  expect(calls).toEqual([['a'], ['b']])
})

test('an id that is not known gets what stands for nothing', async () => {
  expect(await counting().load({}, 'none')).toBe(-1)
})

test('a loading that fails fails for each who asked, and the next one is another', async () => {
  let isBroken = true
  const load = createBatch(async (_owner: object, ids: string[]) => {
    if (isBroken) throw new Error('no database')
    return new Map(ids.map((id) => [id, 1]))
  }, 0)
  const owner = {}
  const asked = await Promise.allSettled([load(owner, 'a'), load(owner, 'b')])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isBroken = false
  expect(await load(owner, 'a')).toBe(1)
})
