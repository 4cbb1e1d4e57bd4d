// What the same work costs without us: node:http, pg and one prepared statement for each request.
// Started by the benchmark with DATABASE_URL; says where it listens.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { messageOf } from '#lib/errors.ts'
import { fail, runProcess } from '#lib/process.ts'

/** An id as the API writes it: base64url, whose two special letters no such text needs. */
const idOf = (type: string, column: string) =>
  `rtrim(encode(('${type}:' || ${column})::bytea, 'base64'), '=')`

const listIssues = {
  name: 'list-issues',
  text: `
    WITH found AS MATERIALIZED (
      SELECT i.id, i.number, i.title, i.state, i.comments_count, i.issue_created_at, i.author,
        i.labels, i.pledged_amount_sum, r.id AS repository_id, r.name AS repository_name,
        r.is_private, r.stargazers_count, o.id AS organization_id, o.login, o.name, o.avatar_url
      FROM issue i
      JOIN repository r ON r.id = i.repository_id
      JOIN organization o ON o.id = i.organization_id
      WHERE i.deleted_at IS NULL AND r.deleted_at IS NULL AND NOT r.is_private
      ORDER BY i.issue_created_at DESC, i.id DESC
      LIMIT $1::int + 1
    ),
    node AS (
      SELECT ${idOf('Issue', 'id')} AS id, number, title, upper(state::text) AS state,
        comments_count AS "commentCount",
        to_char(issue_created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt",
        json_build_object('login', author->'login') AS author,
        (SELECT json_agg(label) FROM jsonb_to_recordset(labels) label(name text, color text)) AS labels,
        json_build_object('amount', pledged_amount_sum, 'currency', 'USD') AS "pledgedAmount",
        json_build_object(
          'id', ${idOf('Repository', 'repository_id')},
          'name', repository_name,
          'isPrivate', is_private,
          'stargazerCount', stargazers_count) AS repository,
        json_build_object(
          'id', ${idOf('Organization', 'organization_id')},
          'login', login,
          'name', name,
          'avatarUrl', avatar_url) AS organization
      FROM found LIMIT $1
    )
    SELECT json_build_object('data', json_build_object('issues', json_build_object(
      'nodes', (SELECT json_agg(node) FROM node),
      'pageInfo', json_build_object('hasNextPage', (SELECT count(*) > $1 FROM found))
    )))::text AS body`,
}

const storeDelivery = {
  name: 'store-delivery',
  text: 'INSERT INTO bare_delivery (id, event, payload) VALUES ($1, $2, $3)',
}

const answer = (response: ServerResponse, status: number, body: string) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body)
}

const handle = async (pool: pg.Pool, request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? '', 'http://localhost')
  if (url.pathname === '/issues') {
    const { rows } = await pool.query<{ body: string }>({
      ...listIssues,
      values: [Number(url.searchParams.get('first'))],
    })
    return answer(response, 200, rows[0]?.body ?? '')
  }
  const { 'x-github-delivery': id, 'x-github-event': event } = request.headers
  await pool.query({ ...storeDelivery, values: [id, event, await text(request)] })
  answer(response, 202, JSON.stringify({ delivery: id, status: 'stored' }))
}

const readSettings = () => ({
  LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
  url: process.env.DATABASE_URL ?? fail(new Error('DATABASE_URL is not set')),
})

await runProcess('bare', readSettings, async ({ url }, log) => {
  // As many connections as the API has.
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', (error) => log.error({ err: error }, 'database'))
  const server = createServer((request, response) => {
    handle(pool, request, response).catch((error) => {
      log.error({ err: error }, 'request')
      answer(response, 500, JSON.stringify({ error: messageOf(error) }))
    })
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const address = server.address()
  return {
    ready: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await pool.end()
    },
  }
})
