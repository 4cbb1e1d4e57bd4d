import { PledgeTooLarge, PledgeTooSmall } from './errors.ts'

/** Cents that Stripe takes in one payment ("Supported currencies": eight digits). */
export const mostAmount = 99_999_999n

/** Throws PledgeTooSmall below a minimum or one cent, PledgeTooLarge above what Stripe takes. Cents. */
export const requireAmount = (amount: bigint, minimum: bigint): void => {
  const least = minimum > 1n ? minimum : 1n
  if (amount < least) throw new PledgeTooSmall(least)
  if (amount > mostAmount) throw new PledgeTooLarge(mostAmount)
}
