import { z } from 'zod'
import { canSee } from '../access.ts'
import { callerOf, userOf } from '../caller.ts'
import { queryOf } from '../http.ts'
import { repositoryById } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { repositoryData } from '../shapes/repositories.ts'
import type { Repository, Star } from '../world.ts'

const starsQuery = z.strictObject({
  ...pageQuery,
  sort: z.enum(['created', 'updated']).default('created'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})

const starMediaType = /application\/vnd\.github(\.v3)?\.star\+json/

type Starred = { star: Star; repository: Repository }

/** Stars newest first; `updated` is when the repository was last pushed to. */
const listOwnStars: Handle = (sandbox, incoming) => {
  const user = userOf(sandbox, incoming)
  const query = queryOf(incoming, starsQuery)
  const { world } = sandbox.state
  const caller = callerOf(sandbox, incoming)
  const key = ({ star, repository }: Starred) =>
    query.sort === 'created' ? star.starredAt : repository.pushedAt
  const sign = query.direction === 'asc' ? 1 : -1
  const starred = world.stars
    .filter(({ userId }) => userId === user.id)
    .flatMap((star): Starred[] => {
      const repository = repositoryById(world, star.repositoryId)
      return repository && canSee(sandbox, caller, repository) ? [{ star, repository }] : []
    })
    .sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0))
  const { items, headers } = pageOf(incoming, starred, query)
  const withTime = starMediaType.test(incoming.headers.accept ?? '')
  const body = items.map(({ star, repository }) => {
    const data = repositoryData(sandbox, repository)
    return withTime ? { starred_at: star.starredAt, repo: data } : data
  })
  return { status: 200, headers, body }
}

export const stars: Route[] = [route('GET /user/starred', listOwnStars)]
