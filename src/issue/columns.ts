import { type Issue, Prisma, type Repository } from '#generated/prisma/client.ts'
import { hasBadge, withoutBadge } from '#lib/badge-markers.ts'
import type { Label } from './github.ts'
import type { IssueData } from './service.ts'

/** Label names compare without case, as on GitHub. */
const hasLabel = (labels: Label[], name: string) =>
  labels.some((label) => label.name.toLowerCase() === name.toLowerCase())

const countersOf = ({ reactions, commentsCount }: IssueData) =>
  reactions && {
    positiveReactionsCount:
      reactions.thumbsUp +
      reactions.laugh +
      reactions.heart +
      reactions.hooray +
      reactions.eyes +
      reactions.rocket,
    totalEngagementCount: reactions.totalCount + commentsCount,
  }

/** What the text tells of the badge: one that was cut or pasted by hand counts as well. */
const badgeColumnsOf = ({ body, issueUpdatedAt }: IssueData, known: Issue | undefined) =>
  hasBadge(body)
    ? {
        pledgeBadgeEmbeddedAt: known?.pledgeBadgeEmbeddedAt ?? issueUpdatedAt,
        pledgeBadgeEverEmbedded: true,
      }
    : { pledgeBadgeEmbeddedAt: null }

/**
 * The text as HTML: as it was while the text without its badge is the same, empty for an empty
 * text, else null until it is rendered.
 */
const bodyHtmlOf = ({ body }: IssueData, known: Issue | undefined): string | null => {
  const text = withoutBadge(body)
  if (text === '') return ''
  return known && withoutBadge(known.body) === text ? known.bodyHtml : null
}

/** The columns that follow GitHub's data, whether the row is new or known. */
export const columnsOf = (data: IssueData, repository: Repository, known?: Issue) => {
  const { reactions, author, assignee, milestone, closedBy, ...plain } = data
  return {
    ...plain,
    author: author ?? Prisma.DbNull,
    assignee: assignee ?? Prisma.DbNull,
    milestone: milestone ?? Prisma.DbNull,
    closedBy: closedBy ?? Prisma.DbNull,
    ...(reactions && { reactions }),
    organizationId: repository.organizationId,
    repositoryId: repository.id,
    hasPledgeBadgeLabel: hasLabel(data.labels, repository.pledgeBadgeLabel),
    ...countersOf(data),
    ...badgeColumnsOf(data, known),
    bodyHtml: bodyHtmlOf(data, known),
  } satisfies Partial<Prisma.IssueUncheckedCreateInput>
}
