import { errorType } from '#graphql/types.ts'
import {
  IssueAlreadyConfirmed,
  NothingToPay,
  PledgeInDisputeWindow,
  PledgeNotPayable,
  ReceiverAccountNotActive,
  ReceiverNotSignedIn,
  ReceiverWithoutAccount,
  RewardAlreadyPaid,
  RewardNotFound,
  SplitInvalid,
} from '../errors.ts'

errorType(SplitInvalid, 'The shares or receivers can’t be these.')
errorType(IssueAlreadyConfirmed, 'The issue is confirmed as solved already.')
errorType(RewardNotFound, 'There is no such reward.')
errorType(RewardAlreadyPaid, 'The receiver has their share of the pledge already.')
errorType(PledgeNotPayable, 'The pledge is not paid yet, disputed, or given back.')
errorType(PledgeInDisputeWindow, 'The backer may still object to the payout.')
errorType(ReceiverNotSignedIn, 'Nobody has signed in with the login that the share is for.')
errorType(NothingToPay, 'The share is less than a cent of what is held for the pledge.')
errorType(ReceiverWithoutAccount, 'The receiver has not said where they receive money.')
errorType(ReceiverAccountNotActive, 'The account of the receiver can’t receive money now.')
