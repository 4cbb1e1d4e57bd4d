import { z } from 'zod'
import { record } from '../actions/events.ts'
import {
  addCommit,
  changePull,
  mergePull,
  newSha,
  openPull,
  synchronizePull,
} from '../actions/pulls.ts'
import { issueByNumber } from '../lookups.ts'
import { contentsOf } from '../world.ts'
import {
  accountNamed,
  command,
  found,
  inRepository,
  issueGiven,
  onIssue,
  onPull,
  repositoryGiven,
  repositoryNamed,
} from './command.ts'
import { idAndNumber, opening } from './issues.ts'

const count = z.number().int().min(0)

const changes = z
  .strictObject({
    isDraft: z.boolean(),
    commits: count,
    additions: count,
    deletions: count,
    changedFiles: count,
    maintainerCanModify: z.boolean(),
  })
  .partial()

const sha = z.string().regex(/^[0-9a-f]{40}$/, 'must be 40 hexadecimal digits')

const commit = {
  sha: sha.optional(),
  message: z.string().default('Change something'),
  author: z.string().optional(),
}

const head = z.strictObject({ ref: z.string(), sha, repository: z.string() }).partial().default({})

export const pullCommands = {
  openPull: command(
    z.strictObject({
      ...opening,
      head,
      changes: changes.optional(),
      reviewers: z.array(z.string()).default([]),
    }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      const people = (logins: string[]) => logins.map((login) => accountNamed(sandbox, login))
      const source = given.head.repository
      const issue = openPull(act, repository, {
        ...given,
        assignees: people(given.assignees),
        reviewers: people(given.reviewers),
        head: { ...given.head, repository: source ? repositoryNamed(sandbox, source) : undefined },
      })
      return idAndNumber(issue)
    },
  ),
  /** How large it is, whether it is a draft; `editIssue` changes its title and body. */
  editPull: command(z.strictObject({ ...issueGiven, changes }), (sandbox, given) => {
    const { act, place, pull } = onPull(sandbox, given)
    changePull(act, place, pull, given.changes)
  }),
  /** Pushes a commit to its branch. */
  synchronizePull: command(z.strictObject({ ...issueGiven, ...commit }), (sandbox, given) => {
    const { act, place, pull } = onPull(sandbox, given)
    const author = given.author === undefined ? undefined : accountNamed(sandbox, given.author)
    synchronizePull(act, place, pull, { ...given, author })
    return { sha: pull.head.sha }
  }),
  /** `closeIssue` closes it without. */
  mergePull: command(z.strictObject(issueGiven), (sandbox, given) => {
    const { act, place, pull } = onPull(sandbox, given)
    mergePull(act, place, pull)
    return { sha: pull.mergeCommitSha }
  }),
  addCommit: command(
    z.strictObject({ ...repositoryGiven, ...commit, branch: z.string().optional() }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      const author = given.author === undefined ? undefined : accountNamed(sandbox, given.author)
      return { sha: addCommit(act, repository, { ...given, author }).sha }
    },
  ),
  /** Sets where a branch ends; null removes it. */
  setBranch: command(
    z.strictObject({ ...repositoryGiven, name: z.string(), sha: sha.nullable() }),
    (sandbox, given) => {
      const { repository } = inRepository(sandbox, given)
      const { branches } = contentsOf(sandbox.state.world, repository.id)
      if (given.sha === null) branches.delete(given.name)
      else branches.set(given.name, given.sha)
    },
  ),
  /** A commit mentions an issue; it may be of another repository, which need not know it. */
  referenceCommit: command(
    z.strictObject({ ...issueGiven, sha: sha.optional(), from: z.string().optional() }),
    (sandbox, given) => {
      const { act, place } = onIssue(sandbox, given)
      const source = given.from ? repositoryNamed(sandbox, given.from) : place.repository
      const of = given.sha ?? newSha()
      record(act, place, 'referenced', { commit: { repositoryId: source.id, sha: of } })
      return { sha: of }
    },
  ),
  /** An issue or pull request mentions an issue. */
  crossReference: command(
    z.strictObject({
      ...issueGiven,
      source: z.strictObject({ repository: z.string(), number: z.number().int() }),
    }),
    (sandbox, given) => {
      const { act, place } = onIssue(sandbox, given)
      const from = repositoryNamed(sandbox, given.source.repository)
      const { number } = given.source
      const what = `issue ${given.source.repository}#${number}`
      found(issueByNumber(sandbox.state.world, from, number), what)
      record(act, place, 'cross-referenced', { source: { repositoryId: from.id, number } })
    },
  ),
  /** Anything else in a timeline, kinds that nobody knows yet among it. */
  addEvent: command(
    z.strictObject({
      ...issueGiven,
      event: z.string().min(1),
      hasId: z.boolean().default(true),
      fields: z.record(z.string(), z.unknown()).default({}),
    }),
    (sandbox, given) => {
      const { act, place } = onIssue(sandbox, given)
      const { event, fields, hasId } = given
      record(act, place, event, { more: fields, ...(!hasId && { id: null }) })
    },
  ),
}
