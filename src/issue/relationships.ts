import type { Tx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'

type Changed = { id: string; repositoryId: string; organizationId: string }

/**
 * Works out anew, from their references, whether somebody works on issues: a pull request of the
 * same repository that is no draft counts as such, anything else as being in progress. One
 * statement, however many issues; tells live of those that changed.
 */
export const refreshRelationships = async (tx: Tx, issueIds: string[]) => {
  if (issueIds.length === 0) return
  const changed = await tx.db.$queryRaw<Changed[]>(Prisma.sql`
    WITH work AS (
      SELECT issue.id,
        coalesce(bool_or(pull.id IS NOT NULL AND NOT pull.is_draft), false) AS ready,
        coalesce(bool_or(reference.type <> 'pull_request' OR pull.is_draft), false) AS other
      FROM issue
      LEFT JOIN issue_reference reference ON reference.issue_id = issue.id
      LEFT JOIN pull_request pull
        ON pull.id = reference.pull_request_id AND pull.deleted_at IS NULL
      WHERE issue.id = ANY(${issueIds}::uuid[])
      GROUP BY issue.id
    )
    UPDATE issue
    SET has_pull_request_relationship = work.ready,
        has_in_progress_relationship = work.other,
        updated_at = now()
    FROM work
    WHERE issue.id = work.id
      AND (has_pull_request_relationship, has_in_progress_relationship)
        IS DISTINCT FROM (work.ready, work.other)
    RETURNING issue.id, issue.repository_id AS "repositoryId",
      issue.organization_id AS "organizationId"`)
  for (const { id: issueId, ...place } of changed) {
    tx.publish('issue.updated', { issueId, ...place })
  }
}

/**
 * Records that GitHub was asked for an issue's timeline; with the ETag to ask with the next time,
 * unless that stays as it is.
 */
export const markTimelineFetched = async (tx: Tx, id: string, etag?: string | null) => {
  await tx.db.issue.update({
    where: { id },
    data: {
      githubTimelineFetchedAt: new Date(),
      ...(etag !== undefined && { githubTimelineEtag: etag }),
    },
  })
}
