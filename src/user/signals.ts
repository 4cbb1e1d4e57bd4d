export type UserSignals = {
  /** The account is gone: whatever lets somebody act for it must go too. */
  'user.deleted': { userId: string }
}
