import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

/** Work that ends when told to, and the order in which it began. */
const recorder = () => {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<void>((resolve) => ends.set(name, resolve))
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { begun, work, end }
}

test('no more than `width` runs at a time, and owners take turns', async () => {
  const { begun, work, end } = recorder()
  const queue = createFairQueue(2, 2)
  for (const name of ['a1', 'a2', 'a3', 'a4']) queue.add('a', work(name))
  queue.add('b', work('b1'))
  expect(begun).toEqual(['a1', 'a2'])
  await end('a1')
  await end('a2')
  expect(begun.slice(2).sort()).toEqual(['a3', 'b1'])
  await end('b1')
  expect(begun.at(-1)).toBe('a4')
})

test('one owner never has more than its part', async () => {
  const { begun, work, end } = recorder()
  const queue = createFairQueue(4, 1)
  for (const name of ['a1', 'a2']) queue.add('a', work(name))
  queue.add('b', work('b1'))
  expect(begun).toEqual(['a1', 'b1'])
  expect(queue.depth('a')).toBe(2)
  await end('a1')
  expect(begun).toEqual(['a1', 'b1', 'a2'])
  await end('a2')
  expect(queue.depth('a')).toBe(0)
})
