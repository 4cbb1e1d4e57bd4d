export {
  asApp,
  asInstallation,
  asPublic,
  asUser,
  forgetInstallationToken,
  githubOf,
  hasApp,
  rateLimitOf,
  userOctokit,
} from './client.ts'
export { endpoints } from './endpoints.ts'
export { exchangeCode, type Identity, identify, type Role, rolesOf } from './identity.ts'
export { isOwn, type Mention, mentionsIn } from './mentions.ts'
export * as payloads from './payloads.ts'
export { findPerson, type Person } from './people.ts'
export { orNull, orUnavailable } from './refusals.ts'
export type { Github, GithubCtx } from './request.ts'
export { userToken } from './user-token.ts'
