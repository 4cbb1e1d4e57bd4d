import { describe, expect, test } from 'vitest'
import { judge, type Listed } from './verdict.ts'

const today = '2027-01-10'

const compare = (old: string, now: string, list: Listed[] = []) => judge(old, now, list, today)

const paths = (findings: { path: string }[]) => findings.map(({ path }) => path)

const query = (fields: string) => `type Query { kept: Int ${fields} }`

describe('breaking', () => {
  test.each([
    ['a field goes', query('a: Int'), query(''), 'Query.a'],
    ['a field may be missing', query('a: Int!'), query('a: Int'), 'Query.a'],
    ['a field changes its type', query('a: Int'), query('a: String'), 'Query.a'],
    ['an argument goes', query('a(x: Int): Int'), query('a: Int'), 'Query.a.x'],
    ['an argument is needed', query('a: Int'), query('a(x: Int!): Int'), 'Query.a.x'],
    ['an argument becomes needed', query('a(x: Int): Int'), query('a(x: Int!): Int'), 'Query.a.x'],
    ['its default goes', query('a(x: Int! = 1): Int'), query('a(x: Int!): Int'), 'Query.a.x'],
  ])('when %s', async (_what, old, now, path) => {
    const verdict = await compare(old, now)
    expect(paths(verdict.breaking)).toEqual([path])
    expect(verdict.ok).toBe(false)
  })

  test.each([
    ['a type goes', 'type A { x: Int }', '', 'A'],
    ['a type changes its kind', 'type A { x: Int }', 'enum A { X }', 'A'],
    ['an enum value goes', 'enum E { A B }', 'enum E { A }', 'E.B'],
    ['an input field goes', 'input I { a: Int b: Int }', 'input I { a: Int }', 'I.b'],
    ['an input field is needed', 'input I { a: Int }', 'input I { a: Int b: Int! }', 'I.b'],
    ['its default goes', 'input I { a: Int! = 1 }', 'input I { a: Int! }', 'I.a'],
    ['an input takes one field', 'input I { a: Int }', 'input I @oneOf { a: Int }', 'I.@oneOf'],
    [
      'a union loses a type',
      'type A { x: Int } type B { x: Int } union U = A | B',
      'type A { x: Int } type B { x: Int } union U = A',
      'U.B',
    ],
    [
      'a type loses its interface',
      'interface N { x: Int } type A implements N { x: Int }',
      'interface N { x: Int } type A { x: Int }',
      'A.N',
    ],
    ['a directive goes', 'directive @d on FIELD', '', '@d'],
  ])('when %s', async (_what, old, now, path) => {
    const { breaking } = await compare(query('') + old, query('') + now)
    expect(paths(breaking)).toEqual([path])
  })

  test('when mutations go, the root type has a path of its own', async () => {
    const { breaking } = await compare(`${query('')} type Mutation { a: Int }`, query(''))
    expect(paths(breaking)).toEqual(['schema.mutation', 'Mutation'])
  })

  test('also when the field gets its description with the same change', async () => {
    const { breaking, safe } = await compare(query('a: Int!'), query('"Described." a: Int'))
    expect(paths(breaking)).toEqual(['Query.a'])
    expect(paths(safe)).toEqual(['Query.a'])
  })
})

describe('not breaking', () => {
  test('nothing changed', async () => {
    expect(await compare(query('a: Int'), query('a: Int'))).toEqual({
      ok: true,
      breaking: [],
      faults: [],
      listed: [],
      announced: [],
      dangerous: [],
      safe: [],
      due: [],
      unused: [],
    })
  })

  test.each([
    ['a new field', query(''), query('a: Int'), 'Query.a'],
    ['a field that is always there', query('a: Int'), query('a: Int!'), 'Query.a'],
    [
      'an argument that may be missing',
      query('a(x: Int!): Int'),
      query('a(x: Int): Int'),
      'Query.a.x',
    ],
    ['a new description', query('a: Int'), query('"Why." a: Int'), 'Query.a'],
    ['another order', 'type Query { a: Int b: Int }', 'type Query { b: Int a: Int }', undefined],
  ])('%s is safe', async (_what, old, now, path) => {
    const verdict = await compare(old, now)
    expect(verdict.ok).toBe(true)
    expect(paths(verdict.safe)).toEqual(path ? [path] : [])
  })

  test('a new type is one line, without its fields', async () => {
    const { safe } = await compare(query(''), `${query('')} type A { x: Int y(z: Int): Int }`)
    expect(paths(safe)).toEqual(['A'])
  })

  test.each([
    ['a new enum value', 'enum E { A }', 'enum E { A B }', 'E.B'],
    ['another default', 'input I { a: Int = 1 }', 'input I { a: Int = 2 }', 'I.a'],
    ['no default any more', 'input I { a: Int = 1 }', 'input I { a: Int }', 'I.a'],
    [
      'a new type in a union',
      'type A { x: Int } type B { x: Int } union U = A',
      'type A { x: Int } type B { x: Int } union U = A | B',
      'U.B',
    ],
  ])('%s is dangerous, and allowed', async (_what, old, now, path) => {
    const verdict = await compare(query('') + old, query('') + now)
    expect(paths(verdict.dangerous)).toEqual([path])
    expect(verdict.ok).toBe(true)
  })
})

describe('the list of breaking changes', () => {
  const entry = { path: 'Query.a', reason: 'Nobody could use it.', date: '2027-01-09' }

  test('allows what it names, with the reason', async () => {
    const verdict = await compare(query('a: Int'), query(''), [entry])
    expect(verdict.ok).toBe(true)
    expect(verdict.listed).toEqual([
      {
        path: 'Query.a',
        message: "Field 'a' was removed from object type 'Query': Nobody could use it.",
      },
    ])
  })

  test('allows nothing else', async () => {
    const verdict = await compare(query('a: Int b: Int'), query(''), [entry])
    expect(paths(verdict.breaking)).toEqual(['Query.b'])
    expect(verdict.ok).toBe(false)
  })

  test('one type of a union does not allow another', async () => {
    const types = `${query('')} type A { x: Int } type B { x: Int } type C { x: Int }`
    const list = [{ ...entry, path: 'U.B' }]
    const { breaking } = await compare(`${types} union U = A | B | C`, `${types} union U = A`, list)
    expect(paths(breaking)).toEqual(['U.C'])
  })

  test('names its entries that match nothing', async () => {
    expect((await compare(query('a: Int'), query('a: Int'), [entry])).unused).toEqual([entry])
    expect((await compare(query('a: Int'), query(''), [entry])).unused).toEqual([])
  })

  test('does not excuse a bad deprecation', async () => {
    const now = query('a: Int @deprecated(reason: "Old.")')
    expect((await compare(query('a: Int'), now, [entry])).ok).toBe(false)
  })
})
