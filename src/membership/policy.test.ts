import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Issue, Organization, Repository } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createMembership, createUser } from '../../test/demo.ts'
import * as memberships from './service.ts'

type Place = { organization: Organization; repository: Repository; issue: Issue }

let app: TestApp
let open: Place
let hidden: Place
const people: Record<string, Record<string, string>> = { anonymous: {} }

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  const [first] = await createDemo(app.db)
  const [second] = await createDemo(app.db, { isPrivate: true })
  if (!first || !second) throw new Error('no demo')
  open = first
  hidden = second
  for (const role of ['member', 'admin', 'former member', 'outsider']) {
    const { id: userId } = await createUser(app.db)
    const { cookie } = await app.signIn(userId)
    people[role] = { cookie }
    if (role === 'outsider') continue
    for (const { organization } of [open, hidden]) {
      await createMembership(app.db, {
        userId,
        organizationId: organization.id,
        isAdmin: role === 'admin',
        ...(role === 'former member' && { deletedAt: new Date() }),
      })
    }
  }
})
afterAll(() => app.stop())

const sees = async (role: string, type: string, { id }: { id: string }) => {
  const query = `{ node(id: "${encodeId(type, id)}") { id } }`
  const { data } = await app.query<{ node: object | null }, object>(query, {}, people[role])
  return data?.node !== null
}

const everybody = ['anonymous', 'outsider', 'former member', 'member', 'admin']

describe('reading', () => {
  test.each(everybody)('public repo read, issue read in it, org read: %s yes', async (role) => {
    expect(await sees(role, 'Repository', open.repository)).toBe(true)
    expect(await sees(role, 'Issue', open.issue)).toBe(true)
    expect(await sees(role, 'Organization', open.organization)).toBe(true)
  })

  test.each([
    ['anonymous', false],
    ['outsider', false],
    ['former member', false],
    ['member', true],
    ['admin', true],
  ])('private repo read, issue read in it: %s %s', async (role, expected) => {
    expect(await sees(role, 'Repository', hidden.repository)).toBe(expected)
    expect(await sees(role, 'Issue', hidden.issue)).toBe(expected)
    expect(await sees(role, 'Organization', hidden.organization)).toBe(true)
  })

  test.each([
    ['anonymous', 0],
    ['outsider', 0],
    ['former member', 0],
    ['member', 2],
    ['admin', 2],
  ])('the members of an organization: %s %i', async (role, expected) => {
    const { data } = await app.query<{ organization: unknown }, object>(
      `{ organization(login: "${open.organization.login}") { members { totalCount nodes { isAdmin } } } }`,
      {},
      people[role],
    )
    expect(data?.organization).toMatchObject({ members: { totalCount: expected } })
  })

  test('lists hold what single objects do', async () => {
    for (const role of everybody) {
      const { data } = await app.query<{ issues: { nodes: object[] } }, object>(
        `{ issues(organization: "${hidden.organization.login}") { totalCount nodes { id } } }`,
        {},
        people[role],
      )
      const expected = (await sees(role, 'Issue', hidden.issue)) ? 1 : 0
      expect(data?.issues).toMatchObject({ totalCount: expected })
      expect(data?.issues.nodes).toHaveLength(expected)
    }
  })
})

describe('writing', () => {
  test.each([
    ['anonymous', false],
    ['outsider', false],
    ['former member', false],
    ['member', false],
    ['admin', true],
  ])('repo, org, issue write: %s %s', async (role, expected) => {
    const { data } = await app.query(
      `{
        organization(login: "${open.organization.login}") { viewerCanAdminister }
        repository(owner: "${open.organization.login}", name: "${open.repository.name}") { viewerCanAdminister }
        issue(owner: "${open.organization.login}", repository: "${open.repository.name}", number: 1) { viewerCanUpdate }
      }`,
      {},
      people[role],
    )
    expect(data).toEqual({
      organization: { viewerCanAdminister: expected },
      repository: { viewerCanAdminister: expected },
      issue: { viewerCanUpdate: expected },
    })
  })
})

test('adding somebody again revives the membership with the role of now', async () => {
  const { id: userId } = await createUser(app.db)
  const organizationId = open.organization.id
  const add = (isAdmin: boolean) =>
    app.ctx.transaction((tx) => memberships.add(tx, { userId, organizationId, isAdmin }))
  await add(true)
  await app.ctx.transaction((tx) => memberships.remove(tx, userId, organizationId))
  await add(false)
  const rows = await app.db.membership.findMany({ where: { userId } })
  expect(rows).toMatchObject([{ isAdmin: false, deletedAt: null }])
})
