import { GithubRefusal } from '#github/errors.ts'
import * as github from '#github/service.ts'
import type { Commit } from '../github.ts'
import type { Work } from '../timeline.ts'

/** GitHub's id of the repository whose issue is read. */
type Own = bigint

type Named = Work['commits'] extends Map<string, infer Value> ? Value : never

/** What GitHub answers, or null where it says no: a commit is worth storing without it. */
const orNothing = async <Result>(work: Promise<Result>): Promise<Result | null> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof GithubRefusal) return null
    throw error
  }
}

/**
 * Whether who may see an issue of `own` may know of a commit there: it is the same, or public. A name
 * does not tell: it may be another repository's by now, which is private.
 */
const isOpenTo = async (client: github.Github, named: Named, own: Own): Promise<boolean> => {
  const { owner, repository: repo } = named
  const found = await orNothing(client.request('GET /repos/{owner}/{repo}', { owner, repo }))
  return found !== null && (BigInt(found.data.id) === own || !found.data.private)
}

/** "Get a commit", "List branches for HEAD commit". */
const describe = async (client: github.Github, named: Named): Promise<Commit> => {
  const { owner, repository: repo, sha } = named
  const place = { owner, repo }
  const commit = await orNothing(
    client.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...place, ref: sha }),
  )
  const branches = await orNothing(
    client.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head', {
      ...place,
      commit_sha: sha,
    }),
  )
  const [branch, ...others] = branches?.data ?? []
  // An empty object where the author has no account.
  const { data: author } = github.payloads.actor.safeParse(commit?.data.author)
  return {
    organizationName: owner,
    repositoryName: repo,
    sha,
    author: author ?? named.actor,
    branchName: branch && others.length === 0 ? branch.name : null,
    message: commit?.data.commit.message ?? null,
  }
}

/**
 * What we store of commits: those that we know with their message as they are, the others as GitHub
 * describes them. Commits of other private repositories are left out.
 */
export const describeAll = async (
  client: github.Github,
  commits: Iterable<Named>,
  known: Map<string, Commit>,
  own: Own,
): Promise<Commit[]> => {
  const places = new Map<string, boolean>()
  const described: Commit[] = []
  for (const named of commits) {
    const place = `${named.owner}/${named.repository}`.toLowerCase()
    const isOpen = places.get(place) ?? (await isOpenTo(client, named, own))
    places.set(place, isOpen)
    if (!isOpen) continue
    const stored = known.get(named.sha)
    described.push(stored?.message ? stored : await describe(client, named))
  }
  return described
}
