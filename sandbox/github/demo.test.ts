import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { connectDatabase } from '#lib/db.ts'
import { seedOnce } from '#seed.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { demoWorld } from './demo.ts'

let database: TestDatabase
let db: ReturnType<typeof connectDatabase>

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
  await seedOnce(db)
})
afterAll(async () => {
  await db?.$disconnect()
  await database?.drop()
})

const accountOf = (id: number) => demoWorld.accounts.find((account) => account.id === id)

test('the App is installed for the organizations of the demo data', async () => {
  const organizations = await db.organization.findMany({ orderBy: { installationId: 'asc' } })
  expect(
    organizations.map(({ installationId, externalId, login, name, bio, isPersonal }) => ({
      id: Number(installationId),
      account: { id: Number(externalId), login, name, bio },
      isPersonal,
    })),
  ).toEqual(
    demoWorld.installations.map(({ id, accountId }) => {
      const { login, name, bio, type } = accountOf(accountId) ?? {}
      return { id, account: { id: accountId, login, name, bio }, isPersonal: type === 'User' }
    }),
  )
})

test('the repositories are those of the demo data', async () => {
  const repositories = await db.repository.findMany({
    include: { organization: true },
    orderBy: { externalId: 'asc' },
  })
  const shown = repositories.map((repository) => ({
    id: Number(repository.externalId),
    ownerId: Number(repository.organization.externalId),
    name: repository.name,
    description: repository.description,
    isPrivate: repository.isPrivate,
    topics: repository.topics,
    license: repository.license,
    stargazersCount: repository.stargazersCount,
    forksCount: repository.forksCount,
  }))
  expect(demoWorld.repositories).toMatchObject(shown)
  expect(demoWorld.repositories).toHaveLength(shown.length)
})

test('the people are those who wrote the issues', async () => {
  const issues = await db.issue.findMany({ select: { author: true } })
  const author = z.object({ id: z.number(), login: z.string() })
  const authors = issues.map((issue) => author.parse(issue.author))
  const logins = new Map(authors.map(({ id, login }) => [id, login]))
  const people = demoWorld.accounts.filter(({ type }) => type === 'User')
  expect(Object.fromEntries(logins)).toEqual(
    Object.fromEntries(people.map(({ id, login }) => [id, login])),
  )
})
