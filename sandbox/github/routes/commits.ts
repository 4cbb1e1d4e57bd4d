import { z } from 'zod'
import { demandRead, repositoryAt } from '../access.ts'
import { GithubError, type Incoming, notFound, queryOf } from '../http.ts'
import { pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { commitData } from '../shapes/commits.ts'
import type { BranchHeadData } from '../shapes/github.ts'
import { repositoryUrl } from '../shapes/issues.ts'
import type { Sandbox } from '../state.ts'
import { contentsOf } from '../world.ts'

const repositoryToRead = (sandbox: Sandbox, incoming: Incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['contents'])
  return { repository, contents: contentsOf(sandbox.state.world, repository.id) }
}

/** By SHA, whole or its beginning, or by the name of a branch. */
const getCommit: Handle = (sandbox, incoming) => {
  queryOf(incoming, z.strictObject(pageQuery))
  const { repository, contents } = repositoryToRead(sandbox, incoming)
  const { ref = '' } = incoming.params
  const sha = contents.branches.get(ref) ?? ref
  const short = sha.length >= 7 && [...contents.commits.keys()].find((one) => one.startsWith(sha))
  const commit = contents.commits.get(sha) ?? contents.commits.get(short || '')
  if (commit) return { status: 200, body: commitData(sandbox, repository, commit) }
  if (/^[0-9a-f]{40}$/.test(ref)) throw new GithubError(422, `No commit found for SHA: ${ref}`)
  throw notFound()
}

const listBranches: Handle = (sandbox, incoming) => {
  queryOf(incoming, z.strictObject({}))
  const { repository, contents } = repositoryToRead(sandbox, incoming)
  const { commit_sha: sha = '' } = incoming.params
  if (!contents.commits.has(sha)) throw new GithubError(422, `No commit found for SHA: ${sha}`)
  const url = `${repositoryUrl(sandbox, repository)}/commits/${sha}`
  const body: BranchHeadData[] = [...contents.branches]
    .filter(([, head]) => head === sha)
    .map(([name]) => ({ name, commit: { sha, url }, protected: false }))
  return { status: 200, body }
}

export const commits: Route[] = [
  route('GET /repos/{owner}/{repo}/commits/{ref}', getCommit),
  route('GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head', listBranches),
]
