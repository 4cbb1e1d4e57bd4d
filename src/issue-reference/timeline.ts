import { z } from 'zod'
import { payloads } from '#github/service.ts'
import type { Actor } from '#issue/github.ts'
import type { ExternalPullRequest } from './github.ts'

/** What an issue's timeline says of work on it. */
export type Work = {
  /** Numbers of pull requests of the same repository. */
  own: Set<number>
  /** Pull requests of other repositories, by their address. */
  external: Map<string, ExternalPullRequest>
  /** By SHA. */
  commits: Map<string, { owner: string; repository: string; sha: string; actor: Actor | null }>
}

const crossReferenced = z.object({
  event: z.literal('cross-referenced'),
  source: z.object({
    issue: z.object({
      number: z.number().int().positive(),
      title: z.string(),
      html_url: z.url(),
      state: z.enum(['open', 'closed']),
      draft: z.boolean().nullish(),
      user: payloads.actor.nullish(),
      // Only there on what is a pull request.
      pull_request: z.object({ merged_at: z.string().nullish() }),
      repository: z.object({
        id: z.number().int(),
        name: z.string(),
        private: z.boolean(),
        owner: z.object({ login: z.string() }),
      }),
    }),
  }),
})

const referenced = z.object({
  event: z.literal('referenced'),
  commit_id: z.string().regex(/^[0-9a-f]{7,64}$/),
  commit_url: z.string(),
  actor: payloads.actor.nullish(),
})

type Source = z.output<typeof crossReferenced>['source']['issue']

const toExternal = (source: Source): ExternalPullRequest => ({
  organizationName: source.repository.owner.login,
  repositoryName: source.repository.name,
  number: source.number,
  title: source.title,
  author: source.user ?? null,
  state: source.state === 'open' ? 'OPEN' : 'CLOSED',
  isDraft: source.draft ?? false,
  isMerged: source.pull_request.merged_at != null,
})

/** `https://api.github.com/repos/acme/rocket/commits/<sha>`. */
const place = /\/repos\/(?<owner>[^/]+)\/(?<repository>[^/]+)\/commits\/[^/]+$/

/**
 * Adds what the events of a page tell ("Timeline events for issues"). Events of other kinds, plain
 * mentions by issues, and commits that GitHub does not name are passed over; so are pull requests of
 * other private repositories, which who may see the issue need not know of.
 */
export const collect = (work: Work, events: readonly unknown[], repositoryId: bigint) => {
  for (const event of events) {
    const mention = crossReferenced.safeParse(event).data?.source.issue
    if (mention && BigInt(mention.repository.id) === repositoryId) work.own.add(mention.number)
    else if (mention && !mention.repository.private) {
      work.external.set(mention.html_url, toExternal(mention))
    }
    const { commit_id: sha, commit_url, actor } = referenced.safeParse(event).data ?? {}
    const { owner, repository } = place.exec(commit_url ?? '')?.groups ?? {}
    if (sha && owner && repository) {
      work.commits.set(sha, { owner, repository, sha, actor: actor ?? null })
    }
  }
}
