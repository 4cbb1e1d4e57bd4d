import { demo } from '#seed.ts'
import { toTime } from '../clock.ts'
import { type Issue, type IssueEvent, issue, issueEvent, pull } from '../world/issues.ts'
import { contentsOf, type Repository, type World } from '../world.ts'
import { demoSha } from './contents.ts'
import { ada, people } from './people.ts'
import { wrenchId } from './wrench.ts'

type Given = {
  title: string
  body: string
  author: number
  branch: string
  isDraft?: boolean
  isMerged?: boolean
}

const at = (days: number) => toTime(demo.firstDay + days * 86_400_000)

/** Where the demo's pull requests begin, days after its first issue. */
const firstDay = 70

const pullIn = (world: World, repository: Repository, index: number, given: Given): Issue => {
  const contents = contentsOf(world, repository.id)
  const createdAt = at(firstDay + index)
  const author = people[given.author] ?? ada
  const sha = demoSha(0xc0 + index)
  const base = contents.branches.get(repository.defaultBranch) ?? ''
  contents.commits.set(sha, {
    sha,
    message: given.title,
    authorId: author.id,
    authorName: author.name ?? author.login,
    authorEmail: `${author.login}@users.noreply.github.com`,
    committedAt: createdAt,
    parents: [base],
  })
  if (!given.isMerged) contents.branches.set(given.branch, sha)
  contents.lastNumber += 1
  const end = given.isMerged ? at(firstDay + index + 1) : null
  const opened = issue({
    id: demo.id(10, index),
    number: contents.lastNumber,
    title: given.title,
    body: given.body,
    authorId: author.id,
    createdAt,
    updatedAt: end ?? createdAt,
    state: end ? 'closed' : 'open',
    closedAt: end,
    closedById: end === null ? null : ada.id,
    pull: pull({
      head: { repositoryId: repository.id, ref: given.branch, sha },
      base: { repositoryId: repository.id, ref: repository.defaultBranch, sha: base },
      isDraft: given.isDraft ?? false,
      mergedAt: end,
      mergedById: end === null ? null : ada.id,
      mergeCommitSha: end === null ? null : sha,
      additions: 34 + index * 11,
      deletions: 5 + index,
      changedFiles: 2 + index,
    }),
  })
  contents.issues.set(opened.number, opened)
  return opened
}

const mention = (
  world: World,
  repository: Repository,
  number: number,
  what: Pick<IssueEvent, 'event' | 'createdAt'> & Partial<IssueEvent>,
) => {
  const contents = contentsOf(world, repository.id)
  const place = contents.events.push(issueEvent({ number, actorId: ada.id, ...what })) - 1
  contents.issues.get(number)?.events.push(place)
}

const repositoryWithId = (world: World, id: number): Repository => {
  const repository = world.repositories.find((one) => one.id === id)
  if (!repository) throw new Error(`The demo has no repository ${id}`)
  return repository
}

/** Pull requests, and what mentions issues: they, commits, and a pull request from elsewhere. */
export const addPulls = (world: World) => {
  const rocket = repositoryWithId(world, demo.id(3, 0))
  const wrench = repositoryWithId(world, wrenchId)
  const opened: [Given, number][] = [
    [{ title: 'Lift off after zero', body: 'Fixes #1', author: 1, branch: 'lift-off' }, 1],
    [{ title: 'Legs for slopes', body: 'For #2', author: 0, branch: 'legs', isDraft: true }, 2],
    [
      { title: 'Explain refuelling', body: 'Closes #4', author: 2, branch: 'fuel', isMerged: true },
      4,
    ],
  ]
  for (const [index, [given, number]] of opened.entries()) {
    const { number: by, createdAt } = pullIn(world, rocket, index, given)
    const source = { repositoryId: rocket.id, number: by }
    mention(world, rocket, number, { event: 'cross-referenced', createdAt, source })
  }
  const outside = { author: 4, branch: 'torque', title: 'Count bolts from zero' }
  const body = 'Helps acme/rocket#5, fixes #3'
  const { number, createdAt } = pullIn(world, wrench, opened.length, { ...outside, body })
  const source = { repositoryId: wrench.id, number }
  mention(world, rocket, 5, { event: 'cross-referenced', createdAt, source })
  mention(world, rocket, 1, {
    event: 'referenced',
    id: demo.id(40, 0),
    createdAt: at(firstDay),
    commit: { repositoryId: rocket.id, sha: demoSha(0xc0) },
  })
}
