import type { Issue, Label } from './world/issues.ts'
import {
  type Account,
  contentsOf,
  type Email,
  type Installation,
  type Repository,
  type World,
} from './world.ts'

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

export const repositoryById = ({ repositories }: World, id: number) =>
  repositories.find((repository) => repository.id === id)

/** Names are the same in any letter case. */
export const repositoryByName = (world: World, owner: string, name: string) => {
  const account = accountByLogin(world, owner)
  return world.repositories.find(
    (repository) =>
      repository.ownerId === account?.id && repository.name.toLowerCase() === name.toLowerCase(),
  )
}

export const fullNameOf = (world: World, { ownerId, name }: Repository) =>
  `${ownerOf(world, ownerId).login}/${name}`

export const issueByNumber = (world: World, repository: Repository, number: number) =>
  contentsOf(world, repository.id).issues.get(number)

/** Labels too are the same in any letter case. */
export const labelByName = (world: World, repository: Repository, name: string) =>
  contentsOf(world, repository.id).labels.find(
    (label) => label.name.toLowerCase() === name.toLowerCase(),
  )

export const labelsOf = (world: World, repository: Repository, { labelIds }: Issue): Label[] => {
  const { labels } = contentsOf(world, repository.id)
  return labelIds.flatMap((id) => labels.find((label) => label.id === id) ?? [])
}

export const covers = ({ accountId, repositoryIds }: Installation, { id, ownerId }: Repository) =>
  accountId === ownerId && (repositoryIds === null || repositoryIds.includes(id))

/** The installation that a repository belongs to, unless it is suspended. */
export const installationOf = ({ installations }: World, repository: Repository) =>
  installations.find(
    (installation) => installation.suspendedAt === null && covers(installation, repository),
  )

export const repositoriesOf = (world: World, installation: Installation) =>
  world.repositories.filter((repository) => covers(installation, repository))

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
