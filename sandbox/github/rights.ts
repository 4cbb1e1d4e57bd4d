import { isActiveMember, membershipOf } from './lookups.ts'
import type { Sandbox } from './state.ts'
import type { Account, Repository } from './world.ts'

/** What a person may do in a repository. */
export const permissionsOf = ({ state }: Sandbox, repository: Repository, { id }: Account) => {
  const { ownerId, collaboratorIds } = repository
  const isMember = isActiveMember(state.world, ownerId, id)
  const admin =
    ownerId === id || (isMember && membershipOf(state.world, ownerId, id)?.role === 'admin')
  const push = admin || collaboratorIds.includes(id)
  return { admin, maintain: admin, push, triage: push, pull: push || isMember }
}

/** What somebody is to a repository, in GitHub's words. */
export const associationOf = (sandbox: Sandbox, repository: Repository, userId: number) => {
  const { ownerId, collaboratorIds } = repository
  if (ownerId === userId) return 'OWNER' as const
  if (isActiveMember(sandbox.state.world, ownerId, userId)) return 'MEMBER' as const
  return collaboratorIds.includes(userId) ? ('COLLABORATOR' as const) : ('NONE' as const)
}

/** Who is meant where a command does not say who acts: the owner, or an admin of theirs. */
export const adminOf = ({ state }: Sandbox, owner: Account): Account => {
  if (owner.type === 'User') return owner
  const admin = state.world.memberships.find(
    ({ organizationId, role, state: is }) =>
      organizationId === owner.id && role === 'admin' && is === 'active',
  )
  return state.world.accounts.find(({ id }) => id === admin?.userId) ?? owner
}
