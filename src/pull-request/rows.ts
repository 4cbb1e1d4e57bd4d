import type { Tx } from '#context.ts'
import { Prisma, type PullRequest } from '#generated/prisma/client.ts'
import { versionOf } from '#lib/versions.ts'
import type { Columns } from './merge.ts'

/** Every column that GitHub's data fill, by its name in Prisma. */
const names = [
  ...['externalId', 'organizationId', 'repositoryId', 'number', 'title', 'body', 'state'],
  ...['authorAssociation', 'author', 'labels', 'assignee', 'assignees', 'milestone', 'isDraft'],
  ...['head', 'base', 'requestedReviewers', 'requestedTeams', 'autoMerge', 'mergeCommitSha'],
  ...['commits', 'additions', 'deletions', 'changedFiles', 'commentsCount'],
  ...['reviewCommentsCount', 'maintainerCanModify', 'isMergeable', 'isRebaseable'],
  ...['mergeableState', 'mergedBy', 'pullRequestCreatedAt', 'pullRequestUpdatedAt'],
  ...['pullRequestClosedAt', 'mergedAt', 'version'],
] as (keyof Columns)[]

const inSql = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const columns = names.map(inSql)
const list = Prisma.raw(columns.join(', '))
const updates = Prisma.raw(columns.map((column) => `${column} = EXCLUDED.${column}`).join(', '))

type Values = Record<string, unknown>

/** A row's columns that GitHub's data fill, with some of them changed. */
export const change = (row: PullRequest | null, changes: Partial<Columns>): Values =>
  Object.fromEntries(
    names.map((name) => [name, name in changes ? changes[name] : (row?.[name] ?? null)]),
  )

/** Whether two rows tell the same, whichever of several descriptions they come from. */
export const isSame = (a: Values, b: Values) =>
  versionOf({ ...a, version: '' }, 'API') === versionOf({ ...b, version: '' }, 'API')

/** Rows of GitHub's ids. */
export const findAll = (tx: Tx, externalIds: bigint[]) =>
  tx.db.pullRequest.findMany({ where: { externalId: { in: externalIds } } })

const toRecord = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      inSql(name),
      name === 'state' ? String(value).toLowerCase() : value,
    ]),
  )

/** Writes whole rows, new and known ones, in one statement. */
export const writeAll = async (tx: Tx, rows: Values[]) => {
  if (rows.length === 0) return
  const records = JSON.stringify(rows.map(toRecord), (_key, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  await tx.db.$executeRaw(Prisma.sql`
    INSERT INTO pull_request (${list})
    SELECT ${list} FROM jsonb_populate_recordset(NULL::pull_request, ${records}::jsonb)
    ON CONFLICT (external_id) DO UPDATE SET ${updates}, updated_at = now()`)
}
