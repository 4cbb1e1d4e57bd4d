import { ExpectedError } from '#lib/errors.ts'
import type { Obstacle } from './obstacles.ts'

/** The shares or receivers can't be these. `path` leads to the part at fault. */
export class SplitInvalid extends ExpectedError {
  constructor(message: string, place: readonly string[] = []) {
    super('BAD_USER_INPUT', message, ['splits', ...place])
  }
}

/** The maintainers said before that the issue is solved; it is split once. */
export class IssueAlreadyConfirmed extends ExpectedError {
  constructor() {
    super('CONFLICT', 'The issue is confirmed as solved already')
  }
}

/** There is no such reward. */
export class RewardNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such reward')
  }
}

/** The receiver has their share of the pledge already. */
export class RewardAlreadyPaid extends ExpectedError {
  constructor() {
    super('CONFLICT', 'The reward is paid already')
  }
}

/** The pledge is not paid yet, disputed, or given back. */
export class PledgeNotPayable extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'The pledge is not one that can be paid out')
  }
}

/** The backer may still object. */
export class PledgeInDisputeWindow extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'The backer may still object to the payout')
  }
}

/** Nobody has signed in with the login that the share is for. */
export class ReceiverNotSignedIn extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'The receiver has never signed in here')
  }
}

/** The share is less than a cent of what is held for the pledge. */
export class NothingToPay extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'The share is less than a cent of what is held')
  }
}

/** The receiver has not said where they receive money. */
export class ReceiverWithoutAccount extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'The receiver has no account to receive money')
  }
}

/** The receiver's account can't receive money, yet or any more. */
export class ReceiverAccountNotActive extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'The account of the receiver can’t receive money now')
  }
}

const refusals: Record<Obstacle, new () => ExpectedError> = {
  PLEDGE_NOT_PAID: PledgeNotPayable,
  PLEDGE_DISPUTED: PledgeNotPayable,
  PLEDGE_ENDED: PledgeNotPayable,
  IN_DISPUTE_WINDOW: PledgeInDisputeWindow,
  RECEIVER_NOT_SIGNED_IN: ReceiverNotSignedIn,
  NO_SHARE: NothingToPay,
  NO_ACCOUNT: ReceiverWithoutAccount,
  ACCOUNT_NOT_ACTIVE: ReceiverAccountNotActive,
}

/** What is thrown where a share can't be paid for this reason. */
export const refusalFor = (obstacle: Obstacle) => new refusals[obstacle]()
