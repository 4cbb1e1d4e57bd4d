/** What the sandbox's GitHub holds, as plain data. Times are ISO 8601 strings. */

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
  type: 'User' | 'Organization'
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
}

export type Repository = {
  id: number
  ownerId: number
  name: string
  description: string | null
  isPrivate: boolean
  topics: string[]
  license: string | null
  stargazersCount: number
  forksCount: number
  openIssuesCount: number
  createdAt: string
  updatedAt: string
  /** People from outside of the organization who may push to it. */
  collaboratorIds: number[]
}

export type World = {
  accounts: Account[]
  memberships: Membership[]
  installations: Installation[]
  repositories: Repository[]
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
  ...given,
})

/** A repository, by default public and nobody's favourite. */
export const repository = (
  given: Pick<Repository, 'id' | 'ownerId' | 'name'> & Partial<Repository>,
): Repository => ({
  description: null,
  isPrivate: false,
  topics: [],
  license: null,
  stargazersCount: 0,
  forksCount: 0,
  openIssuesCount: 0,
  createdAt: start,
  updatedAt: start,
  collaboratorIds: [],
  ...given,
})
