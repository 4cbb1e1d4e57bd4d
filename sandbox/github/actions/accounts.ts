import type { Act } from '../clock.ts'
import { emitTo } from '../events/emit.ts'
import { membershipOf } from '../lookups.ts'
import { simpleUser } from '../shapes/accounts.ts'
import { organizationSimple, orgMembership } from '../shapes/organizations.ts'
import type { Account, Membership } from '../world.ts'
import { rememberName } from './repositories.ts'

const liveInstallationOf = ({ sandbox }: Act, { id }: Account) =>
  sandbox.state.world.installations.find(
    ({ accountId, suspendedAt }) => accountId === id && suspendedAt === null,
  )

/** Gives an account another login; what it owns is still found under the old one. */
export const renameAccount = (act: Act, account: Account, login: string) => {
  const { world } = act.sandbox.state
  const changes = { login: { from: account.login } }
  for (const repository of world.repositories) {
    if (repository.ownerId === account.id) rememberName(act, repository)
  }
  account.login = login
  account.updatedAt = act.at
  const installation = liveInstallationOf(act, account)
  if (!installation) return
  emitTo(
    act,
    { installation },
    {
      event: 'installation_target',
      action: 'renamed',
      body: () => ({
        account: simpleUser(act.sandbox, account),
        target_type: account.type,
        changes,
      }),
    },
  )
  if (account.type !== 'Organization') return
  const body = () => ({ changes })
  const to = { installation, organization: account }
  emitTo(act, to, { event: 'organization', action: 'renamed', body })
}

const emitMember = (act: Act, organization: Account, membership: Membership, action: string) => {
  const installation = liveInstallationOf(act, organization)
  if (!installation) return
  emitTo(
    act,
    { installation, organization },
    {
      event: 'organization',
      action,
      body: () => ({
        membership: orgMembership(act.sandbox, membership),
        organization: organizationSimple(act.sandbox, organization),
      }),
    },
  )
}

/** Ends a membership; somebody only invited was no member. */
export const leave = (act: Act, organization: Account, user: Account) => {
  const { world } = act.sandbox.state
  const gone = membershipOf(world, organization.id, user.id)
  if (!gone) return
  world.memberships = world.memberships.filter((membership) => membership !== gone)
  if (gone.state === 'active') emitMember(act, organization, gone, 'member_removed')
}

/** Adds a membership or changes it; a member who was none before is told of. */
export const join = (
  act: Act,
  organization: Account,
  user: Account,
  given: Pick<Membership, 'role' | 'state' | 'isPublic'>,
) => {
  const { world } = act.sandbox.state
  const before = membershipOf(world, organization.id, user.id)
  const membership = { organizationId: organization.id, userId: user.id, ...given }
  world.memberships = world.memberships.filter((other) => other !== before)
  world.memberships.push(membership)
  if (given.state === 'active' && before?.state !== 'active') {
    emitMember(act, organization, membership, 'member_added')
  }
}
