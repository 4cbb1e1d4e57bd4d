import { accountById, ownerOf } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import type { Account, Membership } from '../world.ts'
import { avatarUrl, nodeId, publicUser, simpleUser } from './accounts.ts'
import type { MembershipData, OrganizationData } from './github.ts'

/** An organization as webhooks and memberships name it. */
export const organizationSimple = (sandbox: Sandbox, organization: Account) => {
  const url = `${sandbox.config.apiUrl}/orgs/${organization.login}`
  return {
    login: organization.login,
    id: organization.id,
    node_id: nodeId('O', organization.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: avatarUrl(sandbox, organization),
    description: organization.bio,
  }
}

/** What anybody may know of an organization. */
export const organizationData = (sandbox: Sandbox, organization: Account): OrganizationData => {
  const profile = publicUser(sandbox, organization)
  return {
    ...organizationSimple(sandbox, organization),
    ...(organization.name !== null && { name: organization.name }),
    ...(organization.company !== null && { company: organization.company }),
    blog: organization.blog ?? '',
    ...(organization.location !== null && { location: organization.location }),
    ...(profile.email !== null && { email: profile.email }),
    twitter_username: organization.twitterUsername,
    is_verified: false,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: profile.public_repos,
    public_gists: 0,
    followers: organization.followers,
    following: 0,
    html_url: profile.html_url,
    type: 'Organization',
    created_at: organization.createdAt,
    updated_at: organization.updatedAt,
    archived_at: null,
  }
}

export const orgMembership = (sandbox: Sandbox, membership: Membership): MembershipData => {
  const { world } = sandbox.state
  const organization = ownerOf(world, membership.organizationId)
  const user = accountById(world, membership.userId)
  const url = `${sandbox.config.apiUrl}/orgs/${organization.login}`
  return {
    url: `${url}/memberships/${user?.login}`,
    state: membership.state,
    role: membership.role,
    organization_url: url,
    user: user ? simpleUser(sandbox, user) : null,
    organization: organizationSimple(sandbox, organization),
  }
}
