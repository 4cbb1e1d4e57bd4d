/** What was to be posted does not balance, or has no entries. Amounts are cents, by currency. */
export class NotBalanced extends Error {
  override readonly name = 'NotBalanced'
}

/** The key was used before, to post something else. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused'
  readonly key: string

  constructor(key: string) {
    super(`The key ${key} was used for another posting`)
    this.key = key
  }
}

/** No transaction of the ledger, or none of the kind that is wanted. */
export class UnknownTransaction extends Error {
  override readonly name = 'UnknownTransaction'
}

/** More is to be transferred, refunded or disputed than is left of a payment. Both are cents. */
export class MoreThanLeft extends Error {
  override readonly name = 'MoreThanLeft'
  readonly wanted: bigint
  readonly left: bigint

  constructor(wanted: bigint, left: bigint) {
    super(`${wanted} is more than the ${left} that are left of the payment`)
    this.wanted = wanted
    this.left = left
  }
}

/** A transfer or reversal that another payout has paid already. */
export class AlreadyPaidOut extends Error {
  override readonly name = 'AlreadyPaidOut'
}
