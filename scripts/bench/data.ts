import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { applyMigrations } from '#lib/migrations.ts'
import { startPostgres } from '#lib/postgres.ts'
import type { Lifetime } from './lifetime.ts'

/** So many organizations, with so many repositories each, with so many issues each. */
const size = { organizations: 5, repositories: 4, issues: 100 } as const

export const issueCount = size.organizations * size.repositories * size.issues

/** Issues of the data that the dearest documents are measured on. */
export const largeIssueCount = 50_000

/** Where the issue with this number among all (from 0) is, in GitHub's ids and names. */
export const placeOf = (index: number) => {
  const organization = (index % size.organizations) + 1
  const repository = (Math.floor(index / size.organizations) % size.repositories) + 1
  const number = Math.floor(index / (size.organizations * size.repositories)) + 1
  return {
    organization: { id: organization, login: `org-${organization}` },
    installation: { id: 100 + organization },
    repository: { id: 1_000 + organization * 10 + repository, name: `repo-${repository}` },
    issue: { id: 1_000_000 + index, number },
  }
}

/** SQL that fills an empty database with so many issues. */
export const fillSql = (issues: number) => `
  INSERT INTO organization (external_id, login, name, avatar_url, is_personal, installation_id)
  SELECT o, 'org-' || o, 'Organization ' || o, 'https://avatars.githubusercontent.com/u/' || o,
    false, 100 + o
  FROM generate_series(1, ${size.organizations}) o;

  INSERT INTO repository (external_id, organization_id, name, description, is_private, stargazers_count)
  SELECT 1000 + o.external_id * 10 + r, o.id, 'repo-' || r, 'A repository', false, r * 100
  FROM organization o, generate_series(1, ${size.repositories}) r;

  INSERT INTO issue (external_id, organization_id, repository_id, number, title, body, state,
    author, labels, reactions, comments_count, pledged_amount_sum, issue_created_at, issue_updated_at)
  SELECT 1000000 + i, r.organization_id, r.id, i / ${size.organizations * size.repositories} + 1,
    'Issue ' || i || ' does not fly', repeat('It stays on the ground. ', 40),
    CASE WHEN i % 4 = 0 THEN 'closed' ELSE 'open' END::issue_state,
    jsonb_build_object('id', 1, 'login', 'octocat', 'htmlUrl', 'https://github.com/octocat',
      'avatarUrl', 'https://avatars.githubusercontent.com/u/1'),
    jsonb_build_array(jsonb_build_object('id', 1, 'name', 'bug', 'color', 'd73a4a')),
    NULL, i % 7, i * 100, timestamptz '2026-01-01Z' + i * interval '1 minute',
    timestamptz '2026-01-01Z' + i * interval '1 minute'
  FROM generate_series(0, ${issues - 1}) i
  JOIN repository r ON r.external_id = 1000 + (i % ${size.organizations} + 1) * 10
    + i / ${size.organizations} % ${size.repositories} + 1;

  CREATE TABLE bare_delivery (id uuid PRIMARY KEY, event text NOT NULL, payload jsonb NOT NULL);
`

/** A PostgreSQL of its own with the project's tables and data in them; its address. */
export const startDatabase = async (life: Lifetime, issues = issueCount): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'polar-bench-'))
  const starting = startPostgres({ dataDir: folder })
  life.defer(async () => {
    const postgres = await starting.catch(() => undefined)
    await postgres?.stop()
    if (postgres) await rm(postgres.dataDir, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  })
  const { url } = await starting
  await applyMigrations(url)
  await withClient(url, async (client) => {
    await client.query(fillSql(issues))
    await client.query('VACUUM ANALYZE')
  })
  return url
}

/** Does something with a connection of its own. */
export const withClient = async <Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SET statement_timeout = 0')
    return await work(client)
  } finally {
    await client.end()
  }
}
