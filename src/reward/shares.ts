import { type Share, splitReward } from '#lib/money.ts'

type Sharer = { id: string; shareThousands: number }

/** The largest share first, of equal ones the older: who gets the odd cents is always the same. */
export const inOrder = <Row extends Sharer>(sharers: readonly Row[]): Row[] =>
  sharers.toSorted((a, b) => b.shareThousands - a.shareThousands || (a.id < b.id ? -1 : 1))

/**
 * What each of those who share an amount gets of it, by their ids; cents. The parts sum to the whole.
 * Who has a share of 0 gets nothing, and if nobody has one, nobody gets anything.
 */
export const sharesOf = (
  amount: bigint,
  sharers: readonly Sharer[],
  basisPoints: number,
): Map<string, Share> => {
  const sharing = inOrder(sharers).filter(({ shareThousands }) => shareThousands > 0)
  if (sharing.length === 0) return new Map()
  const weights = sharing.map(({ shareThousands }) => BigInt(shareThousands))
  const parts = splitReward(amount, weights, basisPoints)
  return new Map(sharing.map(({ id }, place) => [id, parts[place] ?? nothing]))
}

/** What nobody gets. */
export const nothing: Share = { net: 0n, fee: 0n, gross: 0n }
