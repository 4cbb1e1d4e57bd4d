import { ExpectedError } from '#lib/errors.ts'

/** No transfer of this account that is paid by hand has this id. */
export class TransferNotFound extends ExpectedError {
  constructor(path: readonly string[]) {
    super('NOT_FOUND', 'The account has no such transfer that is paid by hand', path)
  }
}

/** One of the transfers is paid out already. */
export class TransferPaidOut extends ExpectedError {
  constructor() {
    super('CONFLICT', 'One of these transfers is paid out already', ['input', 'transactionIds'])
  }
}

/** A reversal that can't be written off: it is none, it is done, or it is written off. */
export class NotWrittenOff extends ExpectedError {
  constructor(message: string) {
    super('CONFLICT', message, ['input', 'transactionId'])
  }
}
