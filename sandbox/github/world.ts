/** What the sandbox's GitHub holds, as plain data. Times are ISO 8601 strings. */

import { type Contents, emptyContents } from './world/issues.ts'

export type Email = {
  email: string
  primary: boolean
  verified: boolean
  visibility: 'public' | 'private' | null
}

/** A person or an organization: GitHub keeps both as accounts, with one sequence of ids. */
export type Account = {
  id: number
  login: string
  /** An App acts as a `Bot`. */
  type: 'User' | 'Organization' | 'Bot'
  name: string | null
  bio: string | null
  company: string | null
  blog: string | null
  location: string | null
  twitterUsername: string | null
  isHireable: boolean | null
  publicGists: number
  followers: number
  following: number
  createdAt: string
  updatedAt: string
  emails: Email[]
  /** An organization may refuse the App: asking for memberships then answers 403. */
  blocksApp: boolean
}

export type Membership = {
  organizationId: number
  userId: number
  role: 'admin' | 'member'
  state: 'active' | 'pending'
  isPublic: boolean
}

export type Installation = {
  id: number
  accountId: number
  /** Ids of the repositories it was given; all of the account's where it is null. */
  repositoryIds: number[] | null
  createdAt: string
  updatedAt: string
  suspendedAt: string | null
  suspendedById: number | null
  /** What the account has agreed to; null for all that the App asks for. */
  permissions: Record<string, 'read' | 'write' | 'admin'> | null
}

export type Repository = {
  id: number
  ownerId: number
  name: string
  description: string | null
  homepage: string | null
  isPrivate: boolean
  isArchived: boolean
  isFork: boolean
  hasIssues: boolean
  topics: string[]
  license: string | null
  defaultBranch: string
  stargazersCount: number
  forksCount: number
  createdAt: string
  updatedAt: string
  pushedAt: string
  /** People from outside of the organization who may push to it. */
  collaboratorIds: number[]
}

export type Star = { userId: number; repositoryId: number; starredAt: string }

export type World = {
  accounts: Account[]
  memberships: Membership[]
  installations: Installation[]
  repositories: Repository[]
  /** What is in the repositories, by their ids. */
  contents: Map<number, Contents>
  stars: Star[]
  /** Ids of repositories by names they had, `owner/name` in lower case. */
  formerNames: Map<string, number>
  /** The last id given to something new; one sequence for all kinds. */
  lastId: number
}

const start = '2026-01-05T09:00:00Z'

/** An account of which only what matters has to be said. */
export const account = (given: Pick<Account, 'id' | 'login'> & Partial<Account>): Account => ({
  type: 'User',
  name: null,
  bio: null,
  company: null,
  blog: null,
  location: null,
  twitterUsername: null,
  isHireable: null,
  publicGists: 0,
  followers: 0,
  following: 0,
  createdAt: start,
  updatedAt: start,
  emails: [],
  blocksApp: false,
  ...given,
})

/** An installation, by default on all repositories of its account. */
export const installation = (
  given: Pick<Installation, 'id' | 'accountId'> & Partial<Installation>,
): Installation => ({
  repositoryIds: null,
  createdAt: start,
  updatedAt: start,
  suspendedAt: null,
  suspendedById: null,
  permissions: null,
  ...given,
})

/** A repository, by default public and nobody's favourite. */
export const repository = (
  given: Pick<Repository, 'id' | 'ownerId' | 'name'> & Partial<Repository>,
): Repository => ({
  description: null,
  homepage: null,
  isPrivate: false,
  isArchived: false,
  isFork: false,
  hasIssues: true,
  topics: [],
  license: null,
  defaultBranch: 'main',
  stargazersCount: 0,
  forksCount: 0,
  createdAt: start,
  updatedAt: start,
  pushedAt: start,
  collaboratorIds: [],
  ...given,
})

/** Ids of new things start here, above those of all made-up ones. */
const firstId = 9_100_000_000_000

/** A world, empty but for what is given. */
export const world = (given: Partial<World> = {}): World => ({
  accounts: [],
  memberships: [],
  installations: [],
  repositories: [],
  contents: new Map(),
  stars: [],
  formerNames: new Map(),
  lastId: firstId,
  ...given,
})

/** An id that nothing has yet. */
export const nextId = (of: World): number => {
  of.lastId += 1
  return of.lastId
}

/** What is in a repository; nothing at first. */
export const contentsOf = (of: World, repositoryId: number): Contents => {
  const known = of.contents.get(repositoryId)
  if (known) return known
  const contents = emptyContents()
  of.contents.set(repositoryId, contents)
  return contents
}
