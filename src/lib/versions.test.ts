import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, type Stamp, versionOf } from './versions.ts'

const at = (seconds: number) => new Date(seconds * 1_000)
const told = (seconds: number, data: object): Stamp => ({
  at: at(seconds),
  version: versionOf(data, 'WEBHOOK'),
})
const asked = (seconds: number, data: object): Stamp => ({
  at: at(seconds),
  version: versionOf(data, 'API'),
})

describe('versions', () => {
  test('the same data in another order of keys has the same version; big numbers count', () => {
    expect(versionOf({ a: 1, b: { c: 2n, d: 3 } }, 'API')).toBe(
      versionOf({ b: { d: 3, c: 2n }, a: 1 }, 'API'),
    )
    expect(versionOf({ a: 1n }, 'API')).not.toBe(versionOf({ a: 2n }, 'API'))
  })

  test('a later time is newer, an earlier one is not, and neither is disputed', () => {
    expect(judge(told(1, { a: 1 }), told(2, { a: 2 }))).toEqual({
      isNewer: true,
      isDisputed: false,
    })
    expect(judge(asked(2, { a: 1 }), told(1, { a: 2 }))).toEqual({
      isNewer: false,
      isDisputed: false,
    })
  })

  test('at the same time GitHub’s answer replaces what it sent, never the other way round', () => {
    expect(judge(told(1, { a: 1 }), asked(1, { a: 2 })).isNewer).toBe(true)
    expect(judge(asked(1, { a: 2 }), told(1, { a: 1 }))).toEqual({
      isNewer: false,
      isDisputed: true,
    })
    expect(judge(asked(1, { a: 1 }), asked(1, { a: 2 })).isNewer).toBe(true)
  })

  test('the same again changes nothing', () => {
    expect(judge(told(1, { a: 1 }), told(1, { a: 1 }))).toEqual({
      isNewer: false,
      isDisputed: false,
    })
  })

  test('webhooks in any order, some of them twice, end with the same one', () => {
    const events = fc.array(
      fc.record({ second: fc.integer({ min: 1, max: 3 }), title: fc.string() }),
      {
        minLength: 1,
      },
    )
    const end = (list: { second: number; title: string }[]) =>
      list
        .map(({ second, title }) => told(second, { title }))
        .reduce((known, next) => (judge(known, next).isNewer ? next : known), {
          at: null,
          version: '',
        } as Stamp)
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          ),
        ),
        ([list, shuffled]) => {
          expect(end(shuffled)).toEqual(end(list))
        },
      ),
    )
  })
})
