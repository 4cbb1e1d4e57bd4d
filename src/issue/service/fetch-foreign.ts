import { GithubForbidden, GithubGone, GithubNotFound, GithubRefusal } from '#github/errors.ts'
import type { Github } from '#github/service.ts'
import * as github from '#github/service.ts'

/** An issue by its place on GitHub. */
export type IssuePlace = { owner: string; repository: string; number: number }

/** Refusals that mean: there is nothing that everybody may see. */
const isAbsent = (error: unknown) =>
  error instanceof GithubNotFound ||
  error instanceof GithubGone ||
  error instanceof GithubForbidden ||
  (error instanceof GithubRefusal && error.status === 451)

const isOf = (address: string, owner: string, name: string) =>
  address.toLowerCase().endsWith(`/repos/${owner}/${name}`.toLowerCase())

const read = async (client: Github, { owner, repository, number }: IssuePlace) => {
  const answer = await client.request('GET /repos/{owner}/{repo}', { owner, repo: repository })
  const found = github.payloads.repository.parse(answer.data)
  const place = { owner: found.owner.login, repo: found.data.name }
  if (found.data.isPrivate) return { ...found, issue: null }
  const { data } = await client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
    ...place,
    issue_number: number,
  })
  // GitHub answers with what an issue became that was transferred; and pull requests are issues.
  const isHere = isOf(data.repository_url, place.owner, place.repo) && data.number === number
  return {
    ...found,
    issue: isHere && !data.pull_request ? github.payloads.issue.parse(data) : null,
  }
}

/**
 * A repository and its issue as GitHub shows them to `client` ("Get a repository", "Get an issue").
 * Null where it has no such repository, or none that it shows; `issue` is null where it is deleted,
 * transferred or a pull request, or the repository is private. Throws TryLater.
 */
export const fetchForeign = async (client: Github, place: IssuePlace) => {
  try {
    return await read(client, place)
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}
