import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterFee, portion, split, splitReward, sum } from './money.ts'

const amount = fc.bigInt({ min: 0n, max: 10n ** 15n })
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 8 })
  .filter((each) => sum(each) > 0n)

describe('fees', () => {
  test.each([
    [10_000n, 1_000, 9_000n],
    [1_001n, 1_000, 901n],
    [5n, 1_000, 4n],
    [15n, 1_000, 14n],
    [999n, 0, 999n],
    [999n, 10_000, 0n],
  ])('%s less %s basis points is %s: half a cent goes to the even one', (whole, points, rest) => {
    expect(afterFee(whole, points)).toBe(rest)
  })

  test('a subscription’s half cent goes to the fee', () => {
    expect(afterFee(15n, 1_000, 'down')).toBe(13n)
  })

  test.each([-1, 10_001, 0.5])('%s basis points are none', (points) => {
    expect(() => afterFee(1n, points)).toThrow(RangeError)
  })
})

describe('splits', () => {
  test.each([
    [10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    [901n, [333n, 333n, 334n], [300n, 300n, 301n]],
    [1n, [500n, 500n], [1n, 0n]],
    [100n, [1_000n, 0n], [100n, 0n]],
    [0n, [0n, 0n], [0n, 0n]],
  ])('%s by %s is %s', (whole, by, parts) => {
    expect(split(whole, by)).toEqual(parts)
  })

  test('nothing can be split by weights that sum to nothing, or are negative', () => {
    expect(() => split(1n, [0n])).toThrow(RangeError)
    expect(() => split(1n, [2n, -1n])).toThrow(RangeError)
  })

  test('the parts sum to the whole; each is within a cent of its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (whole, by) => {
        const parts = split(whole, by)
        expect(sum(parts)).toBe(whole)
        for (const [place, part] of parts.entries()) {
          const down = portion(whole, by[place] ?? 0n, sum(by))
          expect([down, down + 1n]).toContain(part)
        }
      }),
    )
  })

  test('a reward: nets and fees are never negative and sum to the whole', () => {
    expect(splitReward(10_000n, [700n, 300n], 1_000)).toEqual([
      { net: 6_300n, fee: 700n, gross: 7_000n },
      { net: 2_700n, fee: 300n, gross: 3_000n },
    ])
    fc.assert(
      fc.property(amount, weights, fc.integer({ min: 0, max: 10_000 }), (whole, by, points) => {
        const shares = splitReward(whole, by, points)
        expect(sum(shares.map(({ gross }) => gross))).toBe(whole)
        expect(sum(shares.map(({ net }) => net))).toBe(afterFee(whole, points))
        expect(shares.every(({ net, fee }) => net >= 0n && fee >= 0n)).toBe(true)
      }),
    )
  })
})
