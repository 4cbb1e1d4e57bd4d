import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { createOutsideLoader } from './outside-loader.ts'

let asked: string[] = []
let running = 0
let mostRunning = 0
beforeEach(() => {
  asked = []
  mostRunning = 0
})

const load = createOutsideLoader<object, string>(
  async (_owner, id) => {
    asked.push(id)
    running += 1
    mostRunning = Math.max(mostRunning, running)
    await sleep(1)
    running -= 1
    if (id === 'broken') throw new Error('away')
    return `value of ${id}`
  },
  { most: 3, atOnce: 2 },
)

test('one thing is asked for once, however many fields want it at a time', async () => {
  const owner = {}
  const values = await Promise.all(Array.from({ length: 100 }, () => load(owner, 'a')))
  expect(new Set(values)).toEqual(new Set(['value of a']))
  expect(asked).toEqual(['a'])
})

test('later it is asked for again: it may have changed', async () => {
  const owner = {}
  await load(owner, 'a')
  await load(owner, 'a')
  expect(asked).toEqual(['a', 'a'])
})

test('more things than the limit are refused before they are asked for', async () => {
  const owner = {}
  const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((id) => load(owner, id)))
  expect(results.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
  ])
  expect(results[3]).toMatchObject({ reason: { code: 'OPERATION_TOO_COMPLEX' } })
  expect(asked).toEqual(['a', 'b', 'c'])
  expect(await load(owner, 'a')).toBe('value of a')
})

test('few requests are under way at a time, also those of several owners', async () => {
  await Promise.all(['a', 'b', 'c'].flatMap((id) => [load({}, id), load({}, id)]))
  expect(asked).toHaveLength(6)
  expect(mostRunning).toBe(2)
})

test('a failure is told to everybody who waits, and does not stay', async () => {
  const owner = {}
  const results = await Promise.allSettled([load(owner, 'broken'), load(owner, 'broken')])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(asked).toEqual(['broken'])
})
