import { demo } from '#seed.ts'
import { fillRepository } from './demo/contents.ts'
import { ada, foreign, people } from './demo/people.ts'
import { addPulls } from './demo/pulls.ts'
import { fillForeign } from './demo/wrench.ts'
import type { AppRegistration } from './state.ts'
import { type Account, account, installation, repository, type World, world } from './world.ts'

const [, , , , dennis] = people

/** The accounts that have the App, in the order of the demo data. */
const owners: Account[] = demo.organizations.map(({ login, name, bio, isPersonal }, number) =>
  isPersonal
    ? ada
    : account({
        id: demo.id(1, number),
        login,
        type: 'Organization',
        name,
        bio,
        blog: 'https://acme.example',
        location: 'Kourou',
      }),
)

const ownerIdOf = (login: string) => owners.find((owner) => owner.login === login)?.id ?? 0

const member = (user: Account | undefined, role: 'admin' | 'member', isActive: boolean) => ({
  organizationId: ownerIdOf('acme'),
  userId: user?.id ?? 0,
  role,
  state: isActive ? ('active' as const) : ('pending' as const),
  isPublic: user === ada,
})

const repositories = demo.repositories.map(({ owner, issues: _, ...facts }, number) =>
  repository({
    ...facts,
    id: demo.id(3, number),
    ownerId: ownerIdOf(owner),
    // Sees the installation without belonging to the organization.
    collaboratorIds: number === 0 && dennis ? [dennis.id] : [],
  }),
)

const build = (): World => {
  const built = world({
    accounts: [...people, ...owners.filter((owner) => owner !== ada), foreign],
    memberships: [
      member(people[0], 'admin', true),
      member(people[1], 'member', true),
      member(dennis, 'member', false),
    ],
    installations: owners.map(({ id }, number) =>
      installation({ id: demo.id(2, number), accountId: id }),
    ),
    repositories,
  })
  for (const [number, { issues }] of demo.repositories.entries()) {
    const target = repositories[number]
    if (target) fillRepository(built, target, number, issues)
  }
  fillForeign(built)
  addPulls(built)
  return built
}

/**
 * People, an organization and where the App is installed, to try everything out with: the same as
 * in the database, and a foreign repository that it does not know yet.
 */
export const demoWorld: World = build()

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
    starring: 'read',
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
