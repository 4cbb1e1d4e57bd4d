import { expect, test } from 'vitest'
import { descriptions, differences, format, readScripts } from './tasks.ts'

test('every script of package.json is described, and nothing else', () => {
  expect(differences(readScripts(), descriptions)).toEqual([])
})

test('tells what is missing on either side', () => {
  expect(differences(['start', 'lint'], { Run: { start: 'starts', stop: 'stops' } })).toEqual([
    'lint has no description in scripts/tasks.ts',
    'stop is described in scripts/tasks.ts, but not in package.json',
  ])
})

test('descriptions are a line each, and stand below each other', () => {
  expect(format({ Run: { api: 'serves' }, Check: { 'schema:lint': 'looks' } })).toBe(
    'Run\n  api          serves\n\nCheck\n  schema:lint  looks',
  )
  expect(format(descriptions)).not.toMatch(/^.{101}/m)
})
