import type { AppRegistration } from './state.ts'
import { type Account, account, installation, repository, type World, world } from './world.ts'

/** GitHub's ids of made-up things, those of the demo data in our database. */
const demoId = (kind: number, number: number) => 9_000_000_000_000 + kind * 1_000_000 + number

const person = (
  number: number,
  name: string,
  given: Partial<Account> & { isVerified?: boolean; isPublic?: boolean },
): Account => {
  const { isVerified = true, isPublic = false, emails = [], ...profile } = given
  const login = `${name.toLowerCase()}-demo`
  const email = `${name.toLowerCase()}@example.com`
  const visibility = isPublic ? 'public' : 'private'
  return account({
    id: demoId(9, number),
    login,
    name,
    emails: [{ email, primary: true, verified: isVerified, visibility }, ...emails],
    ...profile,
  })
}

const secondAddress = (email: string, verified = true) => ({
  email,
  primary: false,
  verified,
  visibility: null,
})

const acme = account({
  id: demoId(1, 0),
  login: 'acme',
  type: 'Organization',
  name: 'Acme Rockets',
  bio: 'Rockets for everybody',
  blog: 'https://acme.example',
  location: 'Kourou',
})

const ada = person(1, 'Ada', {
  bio: 'Writes programs',
  company: '@acme',
  location: 'London',
  blog: 'https://ada.example',
  isHireable: false,
  followers: 1815,
  following: 12,
  isPublic: true,
  emails: [secondAddress('ada@acme.example'), secondAddress('countess@example.com', false)],
})
const grace = person(2, 'Grace', { bio: 'Finds bugs', company: '@acme', followers: 1906 })
const linus = person(3, 'Linus', { bio: 'Backs what he uses', location: 'Helsinki' })
const margaret = person(4, 'Margaret', { bio: 'Lands on time', isVerified: false })
const dennis = person(5, 'Dennis', { bio: 'Likes short names' })

const member = (user: Account, role: 'admin' | 'member', state: 'active' | 'pending') => ({
  organizationId: acme.id,
  userId: user.id,
  role,
  state,
  isPublic: user === ada,
})

const ofAcme = { topics: ['rocket', 'demo'], license: 'Apache-2.0' }

/** People, an organization and where the App is installed, to try everything out with. */
export const demoWorld: World = world({
  accounts: [ada, grace, linus, margaret, dennis, acme],
  memberships: [
    member(ada, 'admin', 'active'),
    member(grace, 'member', 'active'),
    member(dennis, 'member', 'pending'),
  ],
  installations: [
    installation({ id: demoId(2, 0), accountId: acme.id }),
    installation({ id: demoId(2, 1), accountId: ada.id }),
  ],
  repositories: [
    repository({
      ...ofAcme,
      id: demoId(3, 0),
      ownerId: acme.id,
      name: 'rocket',
      description: 'A reusable rocket',
      stargazersCount: 40,
      forksCount: 9,
      // Sees the installation without belonging to the organization.
      collaboratorIds: [dennis.id],
    }),
    repository({
      ...ofAcme,
      id: demoId(3, 1),
      ownerId: acme.id,
      name: 'launchpad',
      description: 'Where it starts',
      stargazersCount: 33,
      forksCount: 8,
    }),
    repository({
      ...ofAcme,
      id: demoId(3, 2),
      ownerId: acme.id,
      name: 'secret-fuel',
      description: 'Not yet public',
      isPrivate: true,
      stargazersCount: 26,
      forksCount: 7,
    }),
    repository({
      ...ofAcme,
      id: demoId(3, 3),
      ownerId: ada.id,
      name: 'notes',
      description: 'On the engine',
      stargazersCount: 19,
      forksCount: 6,
    }),
  ],
})

/** How the App is registered, but for its id and key. */
export const demoApp: Omit<AppRegistration, 'id' | 'publicKey'> = {
  slug: 'polar-sandbox',
  name: 'Polar (sandbox)',
  permissions: {
    emails: 'read',
    issues: 'write',
    members: 'read',
    metadata: 'read',
    pull_requests: 'write',
  },
  events: [
    'issue_comment',
    'issues',
    'label',
    'milestone',
    'organization',
    'public',
    'pull_request',
    'pull_request_review',
    'pull_request_review_comment',
    'pull_request_review_thread',
    'repository',
  ],
}
