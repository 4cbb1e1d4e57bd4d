import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureDocuments } from '../../scripts/bench/worst.ts'
import { createOrganization, createRepository } from '../demo.ts'
import { type Attacked, slowness, startAttacked } from './server.ts'

const issues = 50_000
const clients = 3

let server: Attacked

/** Titles that have many words in common, as those of real trackers have. */
const fill = async () => {
  const { id: organizationId } = await createOrganization(server.db)
  const { id: repositoryId } = await createRepository(server.db, { organizationId })
  await server.db.$executeRaw`
    INSERT INTO issue (external_id, organization_id, repository_id, number, title, state,
                       issue_created_at, issue_updated_at)
    SELECT n, ${organizationId}::uuid, ${repositoryId}::uuid, n,
           'a b c common crash number ' || n || ' of part' || n % 100 || ' 1 2 3', 'open',
           now() - n * interval '1 minute', now() - n % 1000 * interval '1 minute'
    FROM generate_series(1, ${issues}::int) n`
  await server.db.$executeRaw`ANALYZE issue`
}

beforeAll(async () => {
  server = await startAttacked()
  await fill()
}, 120_000)
afterAll(() => server.stop())

const letters = [...'abcdefghijklmnopqrstuvwxyz123456789'].join(' ')
const search = (query: string, selection: string, order = 'RELEVANCE') =>
  `issues(query: "${query}", orderBy: { field: ${order}, direction: DESC }) ${selection}`

/** The same search under so many names. */
const aliases = (count: number, field: string) =>
  `{ ${Array.from({ length: count }, (_, number) => `a${number}: ${field}`).join(' ')} }`

test('120 aliases of a search are refused before any SQL', async () => {
  const { status, body } = await server.query(aliases(120, search(letters, '{ totalCount }')))
  expect(status).toBe(400)
  expect(JSON.parse(body).errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }])
})

/** Searches that are accepted, each as dear as it can be in its way. */
const accepted: Record<string, string> = {
  'totals of short words': aliases(9, search(letters, '{ totalCount }')),
  'totals of a word that all titles have': aliases(
    9,
    search('common crash number', '{ totalCount }'),
  ),
  'totals of what no title has': aliases(9, search('zzz yyy xxx', '{ totalCount }')),
  'the best of all': aliases(9, search('common crash num', '{ totalCount nodes { id title } }')),
  'the most funded of all': aliases(
    9,
    search('common crash num', '{ totalCount nodes { id title } }', 'PLEDGED_AMOUNT'),
  ),
  'the most funded of what no title has': aliases(
    9,
    search('zzz yyy xxx', '{ totalCount nodes { id } }', 'PLEDGED_AMOUNT'),
  ),
  'the most funded of few': aliases(
    9,
    search('part77', '{ totalCount nodes { id } }', 'PLEDGED_AMOUNT'),
  ),
  'names of repositories': aliases(16, 'repositories(query: "e") { totalCount nodes { id } }'),
  'names of organizations': aliases(16, 'organizations(query: "e") { totalCount nodes { id } }'),
}

test('each takes less than a second of CPU and 50 statements', async () => {
  const pace = slowness()
  const documents = Object.entries(accepted).map(([name, query]) => ({ name, query }))
  for (const { name, cpuMilliseconds, statements } of await measureDocuments(server, documents)) {
    expect(cpuMilliseconds, name).toBeLessThan(1_000 * pace)
    expect(statements, name).toBeLessThanOrEqual(50)
  }
}, 60_000)

test('three clients that search all the time starve nobody', async () => {
  await server.withstands(async () => {
    const client = async () => {
      for (let round = 0; round < 2; round++) {
        for (const document of Object.values(accepted)) await server.query(document)
      }
    }
    await Promise.all(Array.from({ length: clients }, client))
  })
}, 120_000)
