import { accountById, issueByNumber, repositoryById } from '../lookups.ts'
import { associationOf } from '../rights.ts'
import type { Sandbox } from '../state.ts'
import type { Comment, Issue, IssueEvent } from '../world/issues.ts'
import { contentsOf, type Repository } from '../world.ts'
import { nodeId, simpleUser } from './accounts.ts'
import type { IssueEventData } from './github.ts'
import { commentData, issueData, repositoryUrl, userOrNull } from './issues.ts'
import { fullRepositoryData } from './repositories.ts'

const commitOf = (sandbox: Sandbox, { commit }: IssueEvent) => {
  const repository = commit && repositoryById(sandbox.state.world, commit.repositoryId)
  if (!commit || !repository) return { commit_id: null, commit_url: null }
  const commit_url = `${repositoryUrl(sandbox, repository)}/commits/${commit.sha}`
  return { commit_id: commit.sha, commit_url }
}

const labelOf = ({ state }: Sandbox, repository: Repository, { labelId }: IssueEvent) => {
  const { labels } = contentsOf(state.world, repository.id)
  const label = labels.find(({ id }) => id === labelId)
  return label && { label: { name: label.name, color: label.color } }
}

const assigneeOf = (sandbox: Sandbox, { assigneeId }: IssueEvent) => {
  const assignee = userOrNull(sandbox, assigneeId)
  return assignee && { assignee }
}

const eventData = (sandbox: Sandbox, repository: Repository, event: IssueEvent, id: number) =>
  ({
    id,
    node_id: nodeId('EV', id),
    url: `${repositoryUrl(sandbox, repository)}/issues/events/${id}`,
    actor: userOrNull(sandbox, event.actorId),
    event: event.event,
    ...commitOf(sandbox, event),
    created_at: event.createdAt,
    performed_via_github_app: null,
  }) satisfies IssueEventData

/** An event that has an id, alike in the timeline and in the repository's list. */
const plainEvent = (sandbox: Sandbox, repository: Repository, event: IssueEvent, id: number) => ({
  ...eventData(sandbox, repository, event, id),
  ...labelOf(sandbox, repository, event),
  ...assigneeOf(sandbox, event),
  ...event.more,
})

/** The issue or pull request that mentions another; undefined where it is gone. */
export const sourceOf = ({ state }: Sandbox, { source }: IssueEvent) => {
  const repository = repositoryById(state.world, source?.repositoryId ?? 0)
  const issue = repository && issueByNumber(state.world, repository, source?.number ?? 0)
  return issue && { repository, issue }
}

const crossReference = (sandbox: Sandbox, event: IssueEvent) => {
  const source = sourceOf(sandbox, event)
  return {
    event: event.event,
    actor: userOrNull(sandbox, event.actorId),
    created_at: event.createdAt,
    updated_at: event.createdAt,
    source: source && {
      type: 'issue',
      issue: {
        ...issueData(sandbox, source.repository, source.issue),
        repository: fullRepositoryData(sandbox, source.repository),
      },
    },
  }
}

/** One entry of a timeline; kinds without an id are what they are, `committed` for one. */
export const timelineEvent = (sandbox: Sandbox, repository: Repository, event: IssueEvent) => {
  if (event.source) return crossReference(sandbox, event)
  if (event.id === null) return { event: event.event, ...event.more }
  return plainEvent(sandbox, repository, event, event.id)
}

/** A comment as a timeline shows it. */
export const commentedEvent = (
  sandbox: Sandbox,
  repository: Repository,
  issue: Issue,
  comment: Comment,
) => {
  const author = accountById(sandbox.state.world, comment.authorId)
  return {
    ...commentData(sandbox, repository, issue, comment),
    event: 'commented',
    actor: author ? simpleUser(sandbox, author) : null,
    author_association: associationOf(sandbox, repository, comment.authorId),
  }
}

/** One entry of a repository's events: with the issue it happened to. */
export const repositoryEvent = (
  sandbox: Sandbox,
  repository: Repository,
  event: IssueEvent,
  issue: Issue,
) => ({
  ...plainEvent(sandbox, repository, event, event.id ?? 0),
  issue: issueData(sandbox, repository, issue),
})
