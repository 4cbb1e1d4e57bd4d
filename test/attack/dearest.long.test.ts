import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnv } from '#env.ts'
import { loadSchema } from '#schema.ts'
import { fillSql, largeIssueCount, withClient } from '../../scripts/bench/data.ts'
import { type DearDocument, dearestDocuments } from '../../scripts/bench/dearest.ts'
import { measureDocuments } from '../../scripts/bench/worst.ts'
import { type Attacked, slowness, startAttacked } from './server.ts'

let server: Attacked
beforeAll(async () => {
  // What one document takes is measured, not how many of them one client may send.
  server = await startAttacked({ RATE_LIMIT_SIGNED_OUT: '1000000000' })
  await withClient(server.url, async (client) => {
    await client.query(fillSql(largeIssueCount))
    await client.query('ANALYZE')
  })
}, 120_000)
afterAll(() => server.stop())

test('the dearest documents that the limits accept take a second of CPU and 50 statements at most', async () => {
  const documents = dearestDocuments(await loadSchema(), readEnv({}))
  expect(documents.length).toBeGreaterThan(50)
  const pace = slowness()
  const tooDear = async (some: DearDocument[]) =>
    (await measureDocuments(server, some)).filter(
      ({ cpuMilliseconds, statements }) => cpuMilliseconds > 1_000 * pace || statements > 50,
    )
  // What the server did for itself meanwhile does not count again.
  const expenses = await tooDear(await tooDear(documents))
  const shown = expenses.map(({ name, query, cpuMilliseconds, statements }) => ({
    ...{ name, cpuMilliseconds, statements, query: query.slice(0, 300) },
  }))
  expect(shown).toEqual([])
}, 600_000)
