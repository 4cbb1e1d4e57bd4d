import type { Github } from '#github/service.ts'
import { GithubRefusal } from '#github/errors.ts'
import type { Actor } from '#issue/github.ts'
import type { Commit } from './github.ts'
import type { Work } from './timeline.ts'

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

/** Whether who may see this repository's issues may know of commits there: same, or public. */
const isOpenTo = async (github: Github, named: Named, repositoryId: bigint): Promise<boolean> => {
  const { owner, repository: repo } = named
  const found = await orNothing(github.request('GET /repos/{owner}/{repo}', { owner, repo }))
  return found !== null && (BigInt(found.data.id) === repositoryId || !found.data.private)
}

const toActor = (user: { id: number; login: string; html_url: string; avatar_url: string }): Actor => ({
  id: user.id,
  login: user.login,
  htmlUrl: user.html_url,
  avatarUrl: user.avatar_url,
})

/** "Get a commit", "List branches for HEAD commit". */
const describe = async (github: Github, named: Named): Promise<Commit> => {
  const { owner, repository: repo, sha } = named
  const place = { owner, repo }
  const commit = await orNothing(
    github.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...place, ref: sha }),
  )
  const branches = await orNothing(
    github.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head', {
      ...place,
      commit_sha: sha,
    }),
  )
  const [branch, ...others] = branches?.data ?? []
  const author = commit?.data.author
  return {
    organizationName: owner,
    repositoryName: repo,
    sha,
    author: author && 'login' in author ? toActor(author) : named.actor,
    branchName: branch && others.length === 0 ? branch.name : null,
    message: commit?.data.commit.message ?? null,
  }
}

/**
 * What we store of commits: those that we know with their message as they are, the others as GitHub
 * describes them. Commits of other private repositories are left out.
 */
export const describeAll = async (
  github: Github,
  commits: Iterable<Named>,
  known: Map<string, Commit>,
  repositoryId: bigint,
): Promise<Commit[]> => {
  const places = new Map<string, boolean>()
  const described: Commit[] = []
  for (const named of commits) {
    const stored = known.get(named.sha)
    if (stored?.message) {
      described.push(stored)
      continue
    }
    const place = `${named.owner}/${named.repository}`.toLowerCase()
    const isOpen = places.get(place) ?? (await isOpenTo(github, named, repositoryId))
    places.set(place, isOpen)
    if (isOpen) described.push(await describe(github, named))
  }
  return described
}
