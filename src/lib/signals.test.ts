import { expect, test } from 'vitest'
import { Signals } from './signals.ts'

type Map = { 'tea.ready': { cups: number } }

test('handlers are awaited one after the other, in the order they were connected', async () => {
  const signals = new Signals<Map, string[]>()
  signals.connect({
    'tea.ready': async (log, { cups }) => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      log.push(`pour ${cups}`)
    },
  })
  signals.connect({ 'tea.ready': (log) => void log.push('drink') })
  const log: string[] = []
  await signals.emit(log, 'tea.ready', { cups: 2 })
  expect(log).toEqual(['pour 2', 'drink'])
})

test('the first handler that throws fails the caller, and later ones do not run', async () => {
  const signals = new Signals<Map, string[]>()
  signals.connect({
    'tea.ready': async () => {
      throw new Error('spilt')
    },
  })
  signals.connect({ 'tea.ready': (log) => void log.push('drink') })
  const log: string[] = []
  await expect(signals.emit(log, 'tea.ready', { cups: 1 })).rejects.toThrow('spilt')
  expect(log).toEqual([])
})

test('the same handler is not connected twice', () => {
  const signals = new Signals<Map, string[]>()
  const handlers = { 'tea.ready': () => undefined }
  signals.connect(handlers)
  expect(() => signals.connect(handlers)).toThrow('connected twice')
})
