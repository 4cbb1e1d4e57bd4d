export { githubOf, userOctokit } from './client.ts'
export { exchangeCode, type Identity, identify, type Role, rolesOf } from './identity.ts'
export * as payloads from './payloads.ts'
export { userToken } from './user-token.ts'
