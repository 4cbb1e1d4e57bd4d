import type { Sandbox } from '../state.ts'
import type { Commit } from '../world/issues.ts'
import type { Repository } from '../world.ts'
import { nodeId } from './accounts.ts'
import type { CommitData } from './github.ts'
import { pageUrl, repositoryUrl, userOrNull } from './issues.ts'

export const commitData = (
  sandbox: Sandbox,
  repository: Repository,
  commit: Commit,
): CommitData => {
  const api = repositoryUrl(sandbox, repository)
  const url = `${api}/commits/${commit.sha}`
  const html = (sha: string) => `${pageUrl(sandbox, repository)}/commit/${sha}`
  const author = { name: commit.authorName, email: commit.authorEmail, date: commit.committedAt }
  const account = userOrNull(sandbox, commit.authorId)
  // Git's sum of an empty folder.
  const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
  return {
    sha: commit.sha,
    node_id: nodeId('C', Number.parseInt(commit.sha.slice(0, 8), 16)),
    url,
    html_url: html(commit.sha),
    comments_url: `${url}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author,
      committer: author,
      message: commit.message,
      comment_count: 0,
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
    },
    author: account,
    committer: account,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: html(sha),
    })),
    stats: { additions: 0, deletions: 0, total: 0 },
    files: [],
  }
}
