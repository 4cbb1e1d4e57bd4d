import type { Act } from '../clock.ts'
import { emitFor, emitTo } from '../events/emit.ts'
import { covers, fullNameOf, installationOf, ownerOf } from '../lookups.ts'
import { simpleUser } from '../shapes/accounts.ts'
import { installationData } from '../shapes/installations.ts'
import { repositoryName } from '../shapes/repositories.ts'
import {
  type Account,
  type Installation,
  repository as newRepository,
  nextId,
  type Repository,
} from '../world.ts'

/** Tells an installation which repositories it has more or less. */
export const emitReach = (
  act: Act,
  installation: Installation,
  action: 'added' | 'removed',
  repositories: Repository[],
) => {
  const names = repositories.map((repository) => repositoryName(act.sandbox, repository))
  emitTo(
    act,
    { installation },
    {
      event: 'installation_repositories',
      action,
      body: () => ({
        installation: installationData(act.sandbox, installation),
        repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
        repositories_added: action === 'added' ? names : [],
        repositories_removed: action === 'removed' ? names : [],
        requester: null,
      }),
    },
  )
}

const emitRepository = (
  act: Act,
  repository: Repository,
  action: string,
  more: () => object = Object,
) => emitFor(act, repository, { event: 'repository', action, body: more })

type RepositoryGiven = Partial<
  Pick<
    Repository,
    | 'description'
    | 'homepage'
    | 'isPrivate'
    | 'isFork'
    | 'hasIssues'
    | 'topics'
    | 'license'
    | 'defaultBranch'
    | 'stargazersCount'
    | 'forksCount'
  >
>

export const addRepository = (
  act: Act,
  owner: Account,
  given: RepositoryGiven & { name: string; id?: number },
): Repository => {
  const { world } = act.sandbox.state
  const times = { createdAt: act.at, updatedAt: act.at, pushedAt: act.at }
  const id = given.id ?? nextId(world)
  const repository = newRepository({ ...times, ...given, id, ownerId: owner.id })
  world.repositories.push(repository)
  world.formerNames.delete(fullNameOf(world, repository).toLowerCase())
  emitRepository(act, repository, 'created')
  const installation = installationOf(world, repository)
  if (installation) emitReach(act, installation, 'added', [repository])
  return repository
}

/** Keeps the present name leading to a repository after it has another one. */
export const rememberName = ({ sandbox }: Act, repository: Repository) => {
  const { world } = sandbox.state
  world.formerNames.set(fullNameOf(world, repository).toLowerCase(), repository.id)
}

export const renameRepository = (act: Act, repository: Repository, name: string) => {
  const from = repository.name
  rememberName(act, repository)
  repository.name = name
  repository.updatedAt = act.at
  emitRepository(act, repository, 'renamed', () => ({
    changes: { repository: { name: { from } } },
  }))
}

/** What GitHub calls the fields whose change is an event. */
const editedNames = {
  description: 'description',
  homepage: 'homepage',
  topics: 'topics',
  defaultBranch: 'default_branch',
} as const

/** Changes what a repository says of itself; the fields GitHub tells of are told of. */
export const editRepository = (act: Act, repository: Repository, given: RepositoryGiven) => {
  const changes: Record<string, { from: unknown }> = {}
  for (const [field, name] of Object.entries(editedNames)) {
    const key = field as keyof typeof editedNames
    if (given[key] !== undefined && given[key] !== repository[key]) {
      changes[name] = { from: repository[key] }
    }
  }
  Object.assign(repository, given)
  repository.updatedAt = act.at
  if (Object.keys(changes).length > 0) {
    emitRepository(act, repository, 'edited', () => ({ changes }))
  }
}

export const archiveRepository = (act: Act, repository: Repository, isArchived: boolean) => {
  if (repository.isArchived === isArchived) return
  repository.isArchived = isArchived
  repository.updatedAt = act.at
  emitRepository(act, repository, isArchived ? 'archived' : 'unarchived')
}

/** A repository that becomes public is told of twice: by `repository` and by `public`. */
export const setVisibility = (act: Act, repository: Repository, isPrivate: boolean) => {
  if (repository.isPrivate === isPrivate) return
  repository.isPrivate = isPrivate
  repository.updatedAt = act.at
  emitRepository(act, repository, isPrivate ? 'privatized' : 'publicized')
  if (!isPrivate) emitFor(act, repository, { event: 'public' })
}

const forget = ({ sandbox }: Act, { id }: Repository) => {
  for (const { repositoryIds } of sandbox.state.world.installations) {
    const place = repositoryIds?.indexOf(id) ?? -1
    if (place >= 0) repositoryIds?.splice(place, 1)
  }
}

export const deleteRepository = (act: Act, repository: Repository) => {
  const { world } = act.sandbox.state
  emitRepository(act, repository, 'deleted')
  forget(act, repository)
  world.repositories = world.repositories.filter(({ id }) => id !== repository.id)
  world.stars = world.stars.filter(({ repositoryId }) => repositoryId !== repository.id)
  world.contents.delete(repository.id)
  for (const [name, id] of world.formerNames) {
    if (id === repository.id) world.formerNames.delete(name)
  }
}

/** Gives a repository to another account, whose installation is told, if it covers it. */
export const transferRepository = (act: Act, repository: Repository, to: Account) => {
  const { world } = act.sandbox.state
  const from = ownerOf(world, repository.ownerId)
  const source = world.installations.find((installation) => covers(installation, repository))
  if (source?.suspendedAt === null) emitReach(act, source, 'removed', [repository])
  rememberName(act, repository)
  forget(act, repository)
  repository.ownerId = to.id
  repository.updatedAt = act.at
  const kind = from.type === 'Organization' ? 'organization' : 'user'
  emitRepository(act, repository, 'transferred', () => ({
    changes: { owner: { from: { [kind]: simpleUser(act.sandbox, from) } } },
  }))
  const target = installationOf(world, repository)
  if (target) emitReach(act, target, 'added', [repository])
}
