import { z } from 'zod'
import { callerOf, demandPermission, userOf } from '../caller.ts'
import { forbidden, notFound, queryOf } from '../http.ts'
import {
  installationById,
  isActiveMember,
  membershipOf,
  organizationByLogin,
  ownerOf,
} from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { simpleUser } from '../shapes/accounts.ts'
import { organizationData, orgMembership } from '../shapes/organizations.ts'
import type { Sandbox } from '../state.ts'
import type { Account } from '../world.ts'

const membersQuery = z.strictObject({
  ...pageQuery,
  role: z.enum(['all', 'admin', 'member']).default('all'),
  filter: z.literal('all').optional(),
})

const organizationOf = ({ state }: Sandbox, login: string | undefined): Account => {
  const organization = organizationByLogin(state.world, login ?? '')
  if (!organization) throw notFound()
  return organization
}

const getOwnMembership: Handle = (sandbox, incoming) => {
  const user = userOf(sandbox, incoming)
  demandPermission(sandbox, incoming, ['members'])
  queryOf(incoming, z.strictObject({}))
  const organization = organizationOf(sandbox, incoming.params.org)
  if (organization.blocksApp) throw forbidden()
  const membership = membershipOf(sandbox.state.world, organization.id, user.id)
  if (!membership) throw notFound()
  return { status: 200, body: orgMembership(sandbox, membership) }
}

/** Everybody may look, but not with a token that is no good. */
const getOrganization: Handle = (sandbox, incoming) => {
  callerOf(sandbox, incoming)
  queryOf(incoming, z.strictObject({}))
  const organization = organizationOf(sandbox, incoming.params.org)
  return { status: 200, body: organizationData(sandbox, organization) }
}

/** Members see all members, everybody else those who show it ("List organization members"). */
const seesAll = (sandbox: Sandbox, incoming: Parameters<Handle>[1], organization: Account) => {
  const { world } = sandbox.state
  const caller = callerOf(sandbox, incoming)
  if (caller.kind === 'app') throw forbidden()
  if (caller.kind === 'user') return isActiveMember(world, organization.id, caller.user.id)
  if (caller.kind === 'anonymous') return false
  const { installationId, permissions } = caller.token
  const isOwn = installationById(world, installationId)?.accountId === organization.id
  return isOwn && permissions.members !== undefined
}

const listMembers: Handle = (sandbox, incoming) => {
  const query = queryOf(incoming, membersQuery)
  const organization = organizationOf(sandbox, incoming.params.org)
  const all = seesAll(sandbox, incoming, organization)
  const { world } = sandbox.state
  const members = world.memberships.filter(
    ({ organizationId, state, role, isPublic }) =>
      organizationId === organization.id &&
      state === 'active' &&
      (query.role === 'all' || query.role === role) &&
      (all || isPublic),
  )
  const { items, headers } = pageOf(incoming, members, query)
  const body = items.map(({ userId }) => simpleUser(sandbox, ownerOf(world, userId)))
  return { status: 200, headers, body }
}

export const organizations: Route[] = [
  route('GET /user/memberships/orgs/{org}', getOwnMembership),
  route('GET /orgs/{org}', getOrganization),
  route('GET /orgs/{org}/members', listMembers),
]
