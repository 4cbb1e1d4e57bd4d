export type UserSignals = {
  /** The account is gone: whatever lets somebody act for it must go too. */
  'user.deleted': { userId: string }
}

export type UserTopics = {
  /** A session or token of the person was ended, or the account was deleted. */
  'user.access_ended': { userId: string }
}
