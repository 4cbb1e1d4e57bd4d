export type OauthAccountSignals = {
  /** A person signed in with GitHub, where this is their login now. */
  'user.github_connected': { userId: string; login: string }
}
