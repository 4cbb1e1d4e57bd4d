import { randomBytes } from 'node:crypto'
import type { Act } from '../clock.ts'
import { type Commit, pull as newPull, type Pull } from '../world/issues.ts'
import { type Account, contentsOf, type Repository } from '../world.ts'
import { emitIssue, type Place, record } from './events.ts'
import { closeIssue, type Opening, openIssue } from './issues.ts'

export const newSha = () => randomBytes(20).toString('hex')

export type CommitGiven = {
  sha?: string
  message: string
  author?: Account
  branch?: string
}

/** Adds a commit, at the end of a branch where one is named; a branch of a new name begins there. */
export const addCommit = (act: Act, repository: Repository, given: CommitGiven): Commit => {
  const { commits, branches } = contentsOf(act.sandbox.state.world, repository.id)
  const author = given.author ?? act.by
  const head = given.branch === undefined ? undefined : branches.get(given.branch)
  const commit: Commit = {
    sha: given.sha ?? newSha(),
    message: given.message,
    authorId: author.id,
    authorName: author.name ?? author.login,
    authorEmail: `${author.login}@users.noreply.github.com`,
    committedAt: act.at,
    parents: head ? [head] : [],
  }
  commits.set(commit.sha, commit)
  if (given.branch !== undefined) {
    branches.set(given.branch, commit.sha)
    repository.pushedAt = act.at
  }
  return commit
}

export type PullChanges = Partial<
  Pick<
    Pull,
    'isDraft' | 'commits' | 'additions' | 'deletions' | 'changedFiles' | 'maintainerCanModify'
  >
>

type PullOpening = Omit<Opening, 'pull'> & {
  head?: { ref?: string; sha?: string; repository?: Repository }
  reviewers?: Account[]
  changes?: PullChanges
}

/** Opens a pull request from a branch, which gets a commit if it has none, to the default branch. */
export const openPull = (act: Act, repository: Repository, given: PullOpening) => {
  const { head = {}, reviewers = [], changes, ...opening } = given
  const { world } = act.sandbox.state
  const source = head.repository ?? repository
  const ref = head.ref ?? `patch-${contentsOf(world, repository.id).lastNumber + 1}`
  const { branches } = contentsOf(world, source.id)
  const { sha } =
    head.sha === undefined && branches.has(ref)
      ? { sha: branches.get(ref) ?? '' }
      : addCommit(act, source, { sha: head.sha, message: opening.title, branch: ref })
  const base = repository.defaultBranch
  const pull = newPull({
    head: { repositoryId: source.id, ref, sha },
    base: {
      repositoryId: repository.id,
      ref: base,
      sha: contentsOf(world, repository.id).branches.get(base) ?? newSha(),
    },
    requestedReviewerIds: reviewers.map(({ id }) => id),
    ...changes,
  })
  return openIssue(act, repository, { ...opening, pull })
}

/** Changes the size of a pull request, or whether it is a draft. */
export const changePull = (act: Act, place: Place, pull: Pull, changes: PullChanges) => {
  const wasDraft = pull.isDraft
  Object.assign(pull, changes)
  place.issue.updatedAt = act.at
  if (wasDraft === pull.isDraft) return
  const action = pull.isDraft ? 'converted_to_draft' : 'ready_for_review'
  record(act, place, action === 'converted_to_draft' ? 'convert_to_draft' : action)
  emitIssue(act, place, action)
}

/** Pushes a commit to the branch of a pull request. */
export const synchronizePull = (act: Act, place: Place, pull: Pull, given: CommitGiven) => {
  const before = pull.head.sha
  const { world } = act.sandbox.state
  const source = world.repositories.find(({ id }) => id === pull.head.repositoryId)
  const branch = pull.head.ref
  const { sha } = addCommit(act, source ?? place.repository, { ...given, branch })
  pull.head.sha = sha
  pull.mergeCommitSha = newSha()
  pull.commits += 1
  place.issue.updatedAt = act.at
  record(act, place, 'committed', { more: { sha, message: given.message } })
  emitIssue(act, place, 'synchronize', () => ({ before, after: sha }))
}

/** Merges a pull request, which closes it. */
export const mergePull = (act: Act, place: Place, pull: Pull) => {
  const { repository, issue } = place
  const message = `Merge pull request #${issue.number}\n\n${issue.title}`
  const { sha } = addCommit(act, repository, { message, branch: pull.base.ref })
  pull.mergedAt = act.at
  pull.mergedById = act.by.id
  pull.mergeCommitSha = sha
  record(act, place, 'merged', { commit: { repositoryId: repository.id, sha } })
  closeIssue(act, place)
}
