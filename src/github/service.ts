export {
  asApp,
  asInstallation,
  asPublic,
  asUser,
  githubOf,
  rateLimitOf,
  userOctokit,
} from './client.ts'
export { exchangeCode, type Identity, identify, type Role, rolesOf } from './identity.ts'
export * as payloads from './payloads.ts'
export {
  GithubForbidden,
  GithubGone,
  GithubNotFound,
  GithubRefusal,
  GithubUnavailable,
  orNull,
  orUnavailable,
} from './refusals.ts'
export { userToken } from './user-token.ts'
