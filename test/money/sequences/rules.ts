/** Splits of docs/ledger.md, told again: whole cents. */

export const total = (amounts: bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)

/** By weights, rounded down; what is left goes cent by cent to the largest remainders. */
export const shared = (amount: bigint, weights: bigint[]): bigint[] => {
  const whole = total(weights)
  if (amount === 0n) return weights.map(() => 0n)
  const exact = weights.map((weight) => amount * weight)
  const parts = exact.map((share) => share / whole)
  const order = exact
    .map((share, place) => ({ place, rest: share % whole }))
    .sort((a, b) => Number(b.rest - a.rest) || a.place - b.place)
  const missing = Number(amount - total(parts))
  for (const { place } of order.slice(0, missing)) parts[place] = (parts[place] ?? 0n) + 1n
  return parts
}

/** Nine tenths; half a cent goes to the even neighbour. */
export const withoutFee = (amount: bigint) => {
  const [whole, rest] = [(amount * 9n) / 10n, (amount * 9n) % 10n]
  if (rest === 5n) return whole + (whole % 2n)
  return rest > 5n ? whole + 1n : whole
}

/** What Stripe takes of a charge of a card: 2.9 % and 30. */
export const feeOf = (amount: bigint) => (amount * 29n + 500n) / 1000n + 30n
