import { expect, test } from 'vitest'
import { report } from './report.ts'
import { judge } from './verdict.ts'

const reportOn = async (old: string, now: string) =>
  report(await judge(old, now, [], '2027-01-10'), 'docs/breaking-changes.json').split('\n')

test('says that nothing changed', async () => {
  const sdl = 'type Query { a: Int }'
  expect(await reportOn(sdl, sdl)).toEqual(['OK: nothing changed.'])
})

test('groups the changes, the worst first, and concludes', async () => {
  const lines = await reportOn(
    'enum E { A } type Query { a: Int e: E }',
    'enum E { A B } type Query { e: E f: Int g: Int @deprecated(reason: "Old.") }',
  )
  const titles = lines.filter((line) => /^[A-Z].* \(\d\)$/.test(line))
  expect(titles).toEqual([
    'Breaking (1)',
    'Deprecated in a way that clients cannot follow (1)',
    'Dangerous (1)',
    'Safe (2)',
  ])
  expect(lines).toContain("  Query.a: Field 'a' was removed from object type 'Query'")
  expect(lines.at(-1)).toBe('FAILED: 1 breaking change, 1 bad deprecation.')
})

test('tells what to do about a breaking change', async () => {
  const lines = await reportOn('type Query { a: Int b: Int }', 'type Query { a: Int }')
  expect(lines.join('\n')).toContain('or list\nthe path in docs/breaking-changes.json')
})

test('counts what is harmless', async () => {
  const lines = await reportOn('type Query { a: Int }', 'type Query { a: Int b: Int }')
  expect(lines.at(-1)).toBe('OK: 1 change, none breaking.')
})
