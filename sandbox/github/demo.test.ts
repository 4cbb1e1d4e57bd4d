import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { connectDatabase } from '#lib/db.ts'
import { seedOnce } from '#seed.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { demoWorld } from './demo.ts'
import { labelsOf } from './lookups.ts'
import { contentsOf } from './world.ts'

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
  const accounts = demoWorld.installations.map(({ accountId }) => accountId)
  const installed = demoWorld.repositories.filter(({ ownerId }) => accounts.includes(ownerId))
  expect(installed).toMatchObject(shown)
  expect(installed).toHaveLength(shown.length)
})

test('the issues are those of the demo data', async () => {
  const rows = await db.issue.findMany({
    include: { repository: true },
    orderBy: [{ repository: { externalId: 'asc' } }, { number: 'asc' }],
  })
  const labels = z.array(z.object({ id: z.number(), name: z.string(), color: z.string() }))
  const people = z.array(z.object({ id: z.number() }))
  const stored = rows.map((row) => ({
    repositoryId: Number(row.repository.externalId),
    id: Number(row.externalId),
    number: row.number,
    title: row.title,
    body: row.body,
    state: row.state.toLowerCase(),
    stateReason: row.stateReason,
    authorId: people.element.parse(row.author).id,
    labels: labels.parse(row.labels),
    assigneeIds: people.parse(row.assignees).map(({ id }) => id),
    reactions: z.object({ thumbsUp: z.number() }).parse(row.reactions).thumbsUp,
    comments: row.commentsCount,
    times: [row.issueCreatedAt, row.issueUpdatedAt, row.issueClosedAt].map((time) => Number(time)),
  }))
  const held = demoWorld.repositories
    .filter(({ id }) => stored.some(({ repositoryId }) => repositoryId === id))
    .flatMap((repository) => {
      const contents = contentsOf(demoWorld, repository.id)
      return [...contents.issues.values()]
        .filter(({ pull }) => pull === null)
        .map((issue) => ({
          repositoryId: repository.id,
          id: issue.id,
          number: issue.number,
          title: issue.title,
          body: issue.body,
          state: issue.state,
          stateReason: issue.stateReason,
          authorId: issue.authorId,
          labels: labelsOf(demoWorld, repository, issue).map(({ description: _, ...one }) => one),
          assigneeIds: issue.assigneeIds,
          reactions: issue.reactions['+1'],
          comments: issue.comments.length,
          times: [issue.createdAt, issue.updatedAt, issue.closedAt].map((time) =>
            time === null ? 0 : Date.parse(time),
          ),
        }))
    })
  expect(held).toEqual(stored)
  expect(held).toHaveLength(80)
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
