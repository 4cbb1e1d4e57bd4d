import type { Config, Tx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import type { Facts } from './rules.ts'
import type { BadgeContent } from './text.ts'

/** What is read of an issue to decide on its badge and to write it. */
export const subjectFields = {
  repository: true,
  organization: true,
} as const satisfies Prisma.IssueInclude

/** An issue with its repository and organization. */
export type Subject = Prisma.IssueGetPayload<{ include: typeof subjectFields }>

type Settings = { config: Pick<Config, 'GITHUB_BADGES' | 'FRONTEND_URL' | 'publicUrl'> }

/** The living issue with our id, in a living repository; null if there is none. */
export const findSubject = (ctx: Pick<Tx, 'db'>, id: string): Promise<Subject | null> =>
  ctx.db.issue.findFirst({
    where: { id, deletedAt: null, repository: { deletedAt: null } },
    include: subjectFields,
  })

type Installed = Pick<
  Subject['organization'],
  'deletedAt' | 'installationId' | 'installationSuspendedAt' | 'status'
>

/** Whether the App may act for an organization, by the names that the rules know. */
export const installationFacts = (organization: Installed) => ({
  isInstalled: organization.deletedAt === null && organization.installationId !== null,
  isSuspended: organization.status === 'SUSPENDED' || organization.installationSuspendedAt !== null,
})

/** What the rules need to know of an issue. */
export const factsOf = ({ config }: Settings, issue: Subject): Facts => ({
  ...installationFacts(issue.organization),
  isSwitchedOn: config.GITHUB_BADGES === 'on',
  isEverEmbedded: issue.pledgeBadgeEverEmbedded,
  isOpen: issue.state === 'OPEN',
  hasLabel: issue.hasPledgeBadgeLabel,
  isAutoEmbed: issue.repository.pledgeBadgeAutoEmbed,
  isPrivate: issue.repository.isPrivate,
})

/** Where the web pages of the platform are, without a slash at the end. */
export const frontendUrlOf = ({ FRONTEND_URL }: Pick<Config, 'FRONTEND_URL'>) =>
  FRONTEND_URL.replace(/\/+$/, '')

type Described = {
  number: number
  badgeCustomContent: string | null
  repository: { name: string }
  organization: { login: string; defaultBadgeCustomContent: string | null }
}

/** What the badge of an issue says. `message`: another one than the issue's. */
export const contentOf = (
  { config }: Settings,
  issue: Described,
  message: string | null = null,
): BadgeContent => ({
  organization: issue.organization.login,
  repository: issue.repository.name,
  number: issue.number,
  issueMessage: message ?? issue.badgeCustomContent,
  organizationMessage: issue.organization.defaultBadgeCustomContent,
  frontendUrl: frontendUrlOf(config),
  publicUrl: config.publicUrl,
})
