import { primaryEmail } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import type { Account } from '../world.ts'
import type { PublicUserData, SimpleUser, UserData } from './github.ts'

export const nodeId = (kind: string, id: number) =>
  `${kind}_${Buffer.from(`${id}`).toString('base64url')}`

export const avatarUrl = ({ config }: Sandbox, { id }: Account) => `${config.url}/avatars/u/${id}`

const userUrls = (base: string) => ({
  url: base,
  followers_url: `${base}/followers`,
  following_url: `${base}/following{/other_user}`,
  gists_url: `${base}/gists{/gist_id}`,
  starred_url: `${base}/starred{/owner}{/repo}`,
  subscriptions_url: `${base}/subscriptions`,
  organizations_url: `${base}/orgs`,
  repos_url: `${base}/repos`,
  events_url: `${base}/events{/privacy}`,
  received_events_url: `${base}/received_events`,
})

export const simpleUser = (sandbox: Sandbox, account: Account): SimpleUser => ({
  login: account.login,
  id: account.id,
  node_id: nodeId({ User: 'U', Organization: 'O', Bot: 'BOT' }[account.type], account.id),
  avatar_url: avatarUrl(sandbox, account),
  gravatar_id: '',
  html_url: `${sandbox.config.url}/${account.login}`,
  ...userUrls(`${sandbox.config.apiUrl}/users/${account.login}`),
  type: account.type,
  user_view_type: 'public',
  site_admin: false,
})

const repositoriesOwned = ({ state }: Sandbox, { id }: Account, isPrivate: boolean) =>
  state.world.repositories.filter(
    (repository) => repository.ownerId === id && repository.isPrivate === isPrivate,
  ).length

const publicEmail = (account: Account) => {
  const primary = primaryEmail(account)
  return primary?.visibility === 'public' && primary.verified ? primary.email : null
}

const profile = (sandbox: Sandbox, account: Account) => ({
  name: account.name,
  company: account.company,
  blog: account.blog ?? '',
  location: account.location,
  email: publicEmail(account),
  hireable: account.isHireable,
  bio: account.bio,
  twitter_username: account.twitterUsername,
  public_repos: repositoriesOwned(sandbox, account, false),
  public_gists: account.publicGists,
  followers: account.followers,
  following: account.following,
  created_at: account.createdAt,
  updated_at: account.updatedAt,
})

/** What anybody may know of an account. */
export const publicUser = (sandbox: Sandbox, account: Account): PublicUserData => ({
  ...simpleUser(sandbox, account),
  ...profile(sandbox, account),
})

/** What an account may know of itself. */
export const privateUser = (sandbox: Sandbox, account: Account): UserData => {
  const privateRepositories = repositoriesOwned(sandbox, account, true)
  return {
    ...simpleUser(sandbox, account),
    ...profile(sandbox, account),
    user_view_type: 'private',
    private_gists: 0,
    total_private_repos: privateRepositories,
    owned_private_repos: privateRepositories,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
    plan: { name: 'free', space: 976_562_499, collaborators: 0, private_repos: 10_000 },
  }
}
