import type { Values } from './doors.ts'
import type { World } from './world.ts'

/** Values of arguments, by their names. */
export const valuesOf = ({ id, organizationId }: World): Values => ({
  query: ['"needle"'],
  owner: ['"acme"'],
  organization: ['"acme"', '"deleted"'],
  repository: ['"needle-open"', '"needle-secret"', '"needle-gone"', '"needle-old"'],
  name: ['"needle-open"', '"needle-secret"', '"needle-gone"', '"needle-old"'],
  login: ['"acme"'],
  number: ['1'],
  numbers: ['[1]'],
  milestone: ['1'],
  hasPledgeBadge: ['true'],
  hasPledgedAmount: ['true'],
  issueId: ['public', 'private', 'deleted'].map((label) => `"${id('Issue', label)}"`),
  referencesIssueId: ['public', 'private', 'deleted'].map((label) => `"${id('Issue', label)}"`),
  organizationId: [`"${organizationId('acme')}"`],
  byOrganizationId: [
    ...[`"${organizationId('payer')}"`, `"${organizationId('credited')}"`],
    `"${organizationId('deleted')}"`,
  ],
  receiverOrganizationId: [`"${organizationId('receiver')}"`],
  receiverUserId: [`"${id('User', 'the member')}"`],
})

const places = ['needle-open', 'needle-secret', 'needle-gone', 'needle-old']

/** Arguments of root fields that must fit together. */
export const rootsOf = ({ id }: World): Record<string, string[]> => ({
  extensionIssues: places.map((name) => `owner: "acme", repository: "${name}", numbers: [1]`),
  issue: places.map((name) => `owner: "acme", repository: "${name}", number: 1`),
  organization: ['login: "acme"', 'login: "deleted"'],
  pullRequest: places.map((name) => `owner: "acme", repository: "${name}", number: 11`),
  pullRequests: ['public', 'private', 'deleted'].map(
    (label) => `referencesIssueId: "${id('Issue', label)}"`,
  ),
  repository: [
    ...places.map((name) => `owner: "acme", name: "${name}"`),
    'owner: "deleted", name: "needle-left"',
  ],
  user: ['login: "member"', 'login: "gone"'],
})
