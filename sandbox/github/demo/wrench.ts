import { demo } from '#seed.ts'
import { toTime } from '../clock.ts'
import { issue, noReactions } from '../world/issues.ts'
import { contentsOf, repository, type World } from '../world.ts'
import { beginHistory, demoSha } from './contents.ts'
import { foreign, people } from './people.ts'

export const wrenchId = demo.id(3, 50)

const issues = [
  { title: 'The wrench slips on wet bolts', thumbsUp: 21, body: 'With both hands, too.' },
  { title: 'Left-handed mode', thumbsUp: 17, body: 'For the other four hands.' },
  { title: 'Torque is off by one', thumbsUp: 34, body: 'Seen while fuelling a rocket.' },
  { title: 'Document the ratchet', thumbsUp: 4, body: 'It clicks. Why?' },
  { title: 'Grip gets cold in orbit', thumbsUp: 12, body: null },
]

const starred = [
  { who: 0, repository: wrenchId },
  { who: 1, repository: wrenchId },
  { who: 2, repository: wrenchId },
  { who: 2, repository: demo.id(3, 0) },
  { who: 0, repository: demo.id(3, 1) },
]

/** A public repository where the App is not installed, with issues that people care about. */
export const fillForeign = (world: World) => {
  const wrench = repository({
    id: wrenchId,
    ownerId: foreign.id,
    name: 'wrench',
    description: 'One wrench for all bolts',
    topics: ['tools'],
    license: 'MIT',
    stargazersCount: 812,
    forksCount: 64,
  })
  world.repositories.push(wrench)
  const contents = contentsOf(world, wrench.id)
  for (const [index, { thumbsUp, title, body }] of issues.entries()) {
    const author = people[(index + 2) % people.length]
    const added = issue({
      id: demo.id(8, index),
      number: index + 1,
      title,
      body,
      authorId: author?.id ?? foreign.id,
      createdAt: toTime(demo.firstDay + index * 86_400_000),
      reactions: { ...noReactions, '+1': thumbsUp },
    })
    contents.issues.set(added.number, added)
  }
  contents.lastNumber = issues.length
  beginHistory(world, wrench, demoSha(0xb0), people[4])
  for (const [index, { who, repository: repositoryId }] of starred.entries()) {
    const starredAt = toTime(demo.firstDay + index * 3_600_000)
    world.stars.push({ userId: people[who]?.id ?? 0, repositoryId, starredAt })
  }
}
