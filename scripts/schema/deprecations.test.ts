import { describe, expect, test } from 'vitest'
import { judge, type Listed } from './verdict.ts'

const today = '2027-01-10'

const compare = (old: string, now: string, list: Listed[] = []) => judge(old, now, list, today)

const paths = (findings: { path: string }[]) => findings.map(({ path }) => path)

const query = (fields: string) => `type Query { kept: Int ${fields} }`

describe('removing what is deprecated', () => {
  const deprecated = (date: string) => `@deprecated(reason: "Use \`kept\`. Remove after ${date}.")`

  test.each([
    ['2027-01-09', true],
    ['2027-01-10', false],
    ['2027-02-01', false],
  ])('that was to stay until %s: allowed is %s', async (date, ok) => {
    const old = query(`a: Int ${deprecated(date)}`)
    const verdict = await compare(old, query(''))
    expect(verdict.ok).toBe(ok)
    expect(paths(verdict.announced)).toEqual(ok ? ['Query.a'] : [])
    expect(paths(verdict.breaking)).toEqual(ok ? [] : ['Query.a'])
  })

  test('too early says until when it was promised', async () => {
    const { breaking } = await compare(query(`a: Int ${deprecated('2027-02-01')}`), query(''))
    expect(breaking[0]?.message).toContain('promised to stay until 2027-02-01')
  })

  test('too early is allowed when it is listed', async () => {
    const old = query(`a: Int ${deprecated('2027-02-01')}`)
    const list = [{ path: 'Query.a', reason: 'It leaked addresses.', date: today }]
    expect((await compare(old, query(''), list)).ok).toBe(true)
  })

  test('without a date is breaking', async () => {
    const { breaking } = await compare(query('a: Int @deprecated(reason: "Old.")'), query(''))
    expect(paths(breaking)).toEqual(['Query.a'])
  })

  test('works for arguments, input fields and enum values', async () => {
    const due = deprecated('2027-01-01')
    const old = `${query(`a(x: Int ${due}): Int e(i: I): E`)}
      input I { b: Int c: Int ${due} } enum E { D F ${due} }`
    const now = `${query('a: Int e(i: I): E')} input I { b: Int } enum E { D }`
    const verdict = await compare(old, now)
    expect(verdict.ok).toBe(true)
    expect(paths(verdict.announced).sort()).toEqual(['E.F', 'I.c', 'Query.a.x'])
  })

  test('takes along the types that only it used', async () => {
    const old = `
      ${query(`a(filter: Filter): Old ${deprecated('2027-01-01')}`)}
      type Old { deep: Deep } type Deep { x: Kind } enum Kind { A } input Filter { y: Int }
    `
    const verdict = await compare(old, query(''))
    expect(verdict.ok).toBe(true)
    expect(paths(verdict.announced).sort()).toEqual(['Deep', 'Filter', 'Kind', 'Old', 'Query.a'])
  })

  test('does not take along a type that another field returned', async () => {
    const old = `${query(`a: Shared ${deprecated('2027-01-01')} b: Shared`)} type Shared { x: Int }`
    const { breaking } = await compare(old, query(''))
    expect(paths(breaking)).toEqual(['Shared', 'Query.b'])
  })

  test('does not allow to change its type instead', async () => {
    const old = query(`a: Int ${deprecated('2027-01-01')}`)
    const { breaking } = await compare(old, query(`a: String ${deprecated('2027-01-01')}`))
    expect(paths(breaking)).toEqual(['Query.a'])
  })

  test('is remembered while it is still there', async () => {
    const sdl = query(`a: Int ${deprecated('2027-01-01')} b: Int ${deprecated('2027-06-01')}`)
    const verdict = await compare(sdl, sdl)
    expect(paths(verdict.due)).toEqual(['Query.a'])
    expect(verdict.ok).toBe(true)
  })
})

describe('deprecating', () => {
  const reasonFaults = async (reason: string, now = (field: string) => query(field)) => {
    const { faults } = await compare(
      query('a: Int'),
      now(`a: Int @deprecated(reason: "${reason}")`),
    )
    return faults.map(({ message }) => message)
  }

  test.each([
    'Use `kept`. Remove after 2027-04-10.',
    'Use `Query.kept` instead: it counts the same. Remove after 2027-12-31.',
    'Ids are opaque now. Use `kept`. Remove after 2028-02-29.',
  ])('with a replacement and a date is right: %s', async (reason) => {
    expect(await reasonFaults(reason)).toEqual([])
  })

  test.each([
    ['Old.', 'must name a replacement'],
    ['Remove after 2027-06-01.', 'must name a replacement'],
    ['Use kept. Remove after 2027-06-01.', 'must name a replacement'],
    ['Use `gone`. Remove after 2027-06-01.', '`gone` does not exist'],
    ['Use `a`. Remove after 2027-06-01.', 'is deprecated itself'],
    ['Use `kept`.', 'must say when it goes'],
    ['Use `kept`. Remove after 2027-02-30.', 'must say when it goes'],
    ['Use `kept`. Remove after June 2027.', 'must say when it goes'],
    [
      'Use `kept`. Remove after 2027-04-09.',
      'after 2027-04-10 at the earliest, not after 2027-04-09',
    ],
  ])('otherwise is a fault: %s', async (reason, message) => {
    const faults = await reasonFaults(reason)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(message)
  })

  test('without a reason is a fault', async () => {
    const { faults, ok } = await compare(query('a: Int'), query('a: Int @deprecated'))
    expect(paths(faults)).toEqual(['Query.a'])
    expect(ok).toBe(false)
  })

  test('may name another type, its field or its argument', async () => {
    const now = (field: string) => `${query(`${field} other(x: Int): Other`)} type Other { y: Int }`
    for (const name of ['Other', 'Other.y', 'Query.other(x:)', 'other']) {
      expect(await reasonFaults(`Use \`${name}\`. Remove after 2027-06-01.`, now)).toEqual([])
    }
  })

  test('is checked for arguments, input fields and enum values', async () => {
    const bad = '@deprecated(reason: "Old.")'
    const now = `${query(`a(x: Int ${bad}): Int`)} input I { c: Int ${bad} } enum E { D F ${bad} }`
    const { faults } = await compare(query('a: Int'), now)
    expect(paths(faults).sort()).toEqual(['E.F', 'I.c', 'Query.a.x'])
  })

  const until = (date: string) =>
    query(`a: Int @deprecated(reason: "Use \`kept\`. Remove after ${date}.")`)

  test.each([
    ['the same date, which has come near', '2027-01-20', '2027-01-20', true],
    ['the same date, which is over', '2026-12-01', '2026-12-01', true],
    ['a later date', '2027-01-20', '2027-02-01', true],
    ['an earlier date that is far enough', '2027-12-01', '2027-06-01', true],
    ['an earlier date that is too near', '2027-12-01', '2027-02-01', false],
  ])('with %s', async (_what, before, after, ok) => {
    expect((await compare(until(before), until(after))).ok).toBe(ok)
  })
})
