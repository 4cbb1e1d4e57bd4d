import type { Account, Email, Installation, Repository, World } from './world.ts'

export const accountById = ({ accounts }: World, id: number) =>
  accounts.find((account) => account.id === id)

/** Logins are the same in any letter case. */
export const accountByLogin = ({ accounts }: World, login: string) =>
  accounts.find((account) => account.login.toLowerCase() === login.toLowerCase())

export const organizationByLogin = (world: World, login: string) => {
  const account = accountByLogin(world, login)
  return account?.type === 'Organization' ? account : undefined
}

/** An account that something in the world points to, so that it must be there. */
export const ownerOf = (world: World, id: number): Account => {
  const account = accountById(world, id)
  if (!account) throw new Error(`The sandbox's world has no account ${id}`)
  return account
}

export const primaryEmail = ({ emails }: Account): Email | undefined =>
  emails.find(({ primary }) => primary)

export const membershipOf = (world: World, organizationId: number, userId: number) =>
  world.memberships.find(
    (membership) => membership.organizationId === organizationId && membership.userId === userId,
  )

export const isActiveMember = (world: World, organizationId: number, userId: number) =>
  membershipOf(world, organizationId, userId)?.state === 'active'

export const installationById = ({ installations }: World, id: number) =>
  installations.find((installation) => installation.id === id)

export const repositoriesOf = (world: World, { accountId, repositoryIds }: Installation) =>
  world.repositories.filter(
    ({ id, ownerId }) =>
      ownerId === accountId && (repositoryIds === null || repositoryIds.includes(id)),
  )

const ownsOrBelongs = (world: World, accountId: number, userId: number) =>
  accountId === userId || isActiveMember(world, accountId, userId)

/** The repositories of an installation to which a person has explicit access. */
export const repositoriesFor = (
  world: World,
  installation: Installation,
  userId: number,
): Repository[] => {
  const repositories = repositoriesOf(world, installation)
  if (ownsOrBelongs(world, installation.accountId, userId)) return repositories
  return repositories.filter(({ collaboratorIds }) => collaboratorIds.includes(userId))
}

/**
 * The installations a person can see: on their own account, on organizations they belong to, and
 * where they are a collaborator on some repository.
 */
export const installationsFor = (world: World, userId: number): Installation[] =>
  world.installations.filter(
    (installation) =>
      ownsOrBelongs(world, installation.accountId, userId) ||
      repositoriesFor(world, installation, userId).length > 0,
  )
