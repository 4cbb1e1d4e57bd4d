/**
 * Amounts of money: whole numbers of the smallest unit of a currency (cents), as bigint.
 * Nothing here knows a fraction of a cent.
 */

/** All of them together. */
export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}

/** `amount × part / whole`, rounded down. `amount` and `part` are not negative, `whole` is positive. */
export const portion = (amount: bigint, part: bigint, whole: bigint): bigint => {
  if (amount < 0n || part < 0n || whole <= 0n) {
    throw new RangeError(`There is no portion ${part}/${whole} of ${amount}`)
  }
  return (amount * part) / whole
}

const hundredPercent = 10_000n

const requireBasisPoints = (basisPoints: number) => {
  if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > 10_000) {
    throw new RangeError(`Basis points are whole, from 0 to 10000, not ${basisPoints}`)
  }
  return BigInt(basisPoints)
}

/**
 * What is left of an amount after a fee of so many basis points (1000 are 10 %). Half a cent goes
 * to the even neighbour, as rewards are rounded; `down` gives it to the fee, as subscriptions are.
 */
export const afterFee = (
  amount: bigint,
  basisPoints: number,
  rounding: 'half-even' | 'down' = 'half-even',
): bigint => {
  if (amount < 0n) throw new RangeError(`There is no fee on ${amount}`)
  const exact = amount * (hundredPercent - requireBasisPoints(basisPoints))
  const [whole, rest] = [exact / hundredPercent, exact % hundredPercent]
  if (rounding === 'down' || rest * 2n < hundredPercent) return whole
  if (rest * 2n > hundredPercent) return whole + 1n
  return whole + (whole % 2n)
}

/**
 * Splits an amount by weights: each part is its exact share, rounded down or up, and they sum to
 * the whole. The cents that are left go to the largest remainders, of equal ones to the first.
 */
export const split = (amount: bigint, weights: readonly bigint[]): bigint[] => {
  const whole = sum(weights)
  if (amount === 0n) return weights.map(() => 0n)
  if (whole <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError(`${amount} can't be split by the weights ${weights.join(', ')}`)
  }
  const parts = weights.map((weight) => portion(amount, weight, whole))
  const left = Number(amount - sum(parts))
  const remainders = weights.map((weight, place) => ({ place, rest: (amount * weight) % whole }))
  remainders.sort((a, b) => Number(b.rest > a.rest) - Number(b.rest < a.rest) || a.place - b.place)
  const raised = new Set(remainders.slice(0, left).map(({ place }) => place))
  return parts.map((part, place) => (raised.has(place) ? part + 1n : part))
}

/** What one receiver of a reward gets, what the platform keeps of it, and both together. */
export type Share = { net: bigint; fee: bigint; gross: bigint }

/**
 * Splits a reward among its receivers: first the fee is taken from the whole, then both are split,
 * so that all nets sum to what is left after the fee and all grosses to the whole.
 */
export const splitReward = (
  amount: bigint,
  weights: readonly bigint[],
  basisPoints: number,
): Share[] => {
  const net = afterFee(amount, basisPoints)
  const fees = split(amount - net, weights)
  return split(net, weights).map((part, place) => {
    const fee = fees[place] ?? 0n
    return { net: part, fee, gross: part + fee }
  })
}
