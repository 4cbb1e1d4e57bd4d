import type { Tx } from '#context.ts'
import { Prisma, type PullRequest } from '#generated/prisma/client.ts'
import type { Commit, ExternalPullRequest } from '../github.ts'

/** What was found to refer to an issue. */
export type Found = {
  own: PullRequest[]
  /** By address. */
  external: Map<string, ExternalPullRequest>
  commits: Commit[]
}

const recordsOf = (issueId: string, { own, external, commits }: Found) => [
  ...own.map(({ id }) => ({
    issue_id: issueId,
    type: 'pull_request',
    external_id: id,
    pull_request_id: id,
  })),
  ...[...external].map(([address, source]) => ({
    issue_id: issueId,
    type: 'external_github_pull_request',
    external_id: address,
    external_source: source,
  })),
  ...commits.map((commit) => ({
    issue_id: issueId,
    type: 'external_github_commit',
    external_id: commit.sha,
    external_source: commit,
  })),
]

/** Adds references, and changes those whose source says something else now. Answers how many. */
export const writeAll = async (tx: Tx, issueId: string, found: Found): Promise<number> => {
  const records = recordsOf(issueId, found)
  if (records.length === 0) return 0
  return tx.db.$executeRaw(Prisma.sql`
    INSERT INTO issue_reference (issue_id, type, external_id, pull_request_id, external_source)
    SELECT issue_id, type, external_id, pull_request_id, external_source
    FROM jsonb_populate_recordset(NULL::issue_reference, ${JSON.stringify(records)}::jsonb)
    ON CONFLICT (issue_id, type, external_id) DO UPDATE
    SET external_source = EXCLUDED.external_source, updated_at = now()
    WHERE issue_reference.external_source IS DISTINCT FROM EXCLUDED.external_source`)
}

/**
 * Removes what a timeline no longer shows of other repositories: they are gone, or private now.
 * Answers how many.
 */
export const removeOthers = async (tx: Tx, issueId: string, found: Found): Promise<number> => {
  const shown = [...found.external.keys(), ...found.commits.map(({ sha }) => sha)]
  const { count } = await tx.db.issueReference.deleteMany({
    where: { issueId, type: { not: 'PULL_REQUEST' }, externalId: { notIn: shown } },
  })
  return count
}
