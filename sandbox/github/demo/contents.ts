import { demo } from '#seed.ts'
import { toTime } from '../clock.ts'
import { type Comment, type Issue, issue, issueEvent, noReactions } from '../world/issues.ts'
import { contentsOf, type Repository, type World } from '../world.ts'
import { ada, people } from './people.ts'

const hourMs = 3_600_000

const remarks = [
  'I see this too.',
  'Happens since the last release.',
  'A **workaround**: restart the countdown.',
  'Would be happy to test a fix.',
]

const commentsFor = (index: number, count: number, createdAt: Date, base: number): Comment[] =>
  Array.from({ length: count }, (_, place) => {
    const at = toTime(createdAt.getTime() + (place + 1) * hourMs)
    const author = people[(index + place + 1) % people.length] ?? ada
    const body = remarks[place % remarks.length] ?? ''
    return {
      id: base + index * 10 + place,
      authorId: author.id,
      body,
      createdAt: at,
      updatedAt: at,
    }
  })

/** One issue as the database has it. */
const demoIssue = (repositoryNumber: number, index: number): Issue => {
  const facts = demo.issue(index)
  const { thumbsUp } = facts.reactions
  const isClosed = facts.state === 'CLOSED'
  const base = demo.id(20 + repositoryNumber, 0)
  return issue({
    id: demo.id(4 + repositoryNumber, index),
    number: facts.number,
    title: facts.title,
    body: facts.body,
    state: isClosed ? 'closed' : 'open',
    stateReason: isClosed ? 'completed' : null,
    authorId: facts.author.id,
    labelIds: facts.labels.map(({ id }) => id),
    assigneeIds: facts.assignees.map(({ id }) => id),
    reactions: { ...noReactions, '+1': thumbsUp },
    comments: commentsFor(index, facts.commentsCount, facts.issueCreatedAt, base),
    createdAt: toTime(facts.issueCreatedAt.getTime()),
    updatedAt: toTime(facts.issueUpdatedAt.getTime()),
    closedAt: facts.issueClosedAt && toTime(facts.issueClosedAt.getTime()),
    closedById: isClosed ? ada.id : null,
  })
}

/** A SHA to recognize: what is given, and zeros. */
export const demoSha = (number: number) => number.toString(16).padStart(40, '0')

/** Begins a repository's history: one commit on its main branch. */
export const beginHistory = (world: World, repository: Repository, sha: string, author = ada) => {
  const { commits, branches } = contentsOf(world, repository.id)
  commits.set(sha, {
    sha,
    message: 'Begin',
    authorId: author.id,
    authorName: author.name ?? author.login,
    authorEmail: `${author.login}@users.noreply.github.com`,
    committedAt: toTime(demo.firstDay),
    parents: [],
  })
  branches.set(repository.defaultBranch, sha)
}

/** Puts the demo data's labels and issues into a repository. */
export const fillRepository = (
  world: World,
  repository: Repository,
  number: number,
  count: number,
) => {
  const contents = contentsOf(world, repository.id)
  contents.labels = demo.labels.map((label) => ({ ...label, description: null }))
  for (let index = 0; index < count; index++) {
    const added = demoIssue(number, index)
    contents.issues.set(added.number, added)
    if (added.closedAt === null) continue
    const closed = { event: 'closed', number: added.number, createdAt: added.closedAt }
    const id = demo.id(30 + number, index)
    added.events.push(contents.events.push(issueEvent({ ...closed, id, actorId: ada.id })) - 1)
  }
  contents.lastNumber = count
  beginHistory(world, repository, demoSha(0xa0 + number))
}
