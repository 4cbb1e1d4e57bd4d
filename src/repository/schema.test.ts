import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Organization } from '#generated/prisma/client.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import {
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'

const RepositoryByName = graphql(`
  query RepositoryByName($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      nameWithOwner
      visibility
      description
      stargazerCount
      license
      homepageUrl
      organization { login }
    }
  }
`)

const RepositorySearch = graphql(`
  query RepositorySearch($owner: String, $query: String) {
    repositories(owner: $owner, query: $query) {
      totalCount
      nodes { name organization { login } }
    }
  }
`)

let app: TestApp
let acme: Organization
const people: Record<string, { cookie: string }> = {}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  acme = await createOrganization(app.db, { login: 'Acme' })
  const other = await createOrganization(app.db, { login: 'other' })
  await createRepository(app.db, { organizationId: acme.id, name: 'Rocket' })
  await createRepository(app.db, { organizationId: acme.id, name: 'launch_pad' })
  await createRepository(app.db, { organizationId: acme.id, name: 'secret', isPrivate: true })
  await createRepository(app.db, { organizationId: other.id, name: 'rocket-fork' })
  for (const login of ['admin', 'member', 'outsider']) {
    const { id: userId } = await createUser(app.db, { login })
    people[login] = { cookie: (await app.signIn(userId)).cookie }
    if (login === 'outsider') continue
    const isAdmin = login === 'admin'
    await createMembership(app.db, { userId, organizationId: acme.id, isAdmin })
    await createMembership(app.db, { userId, organizationId: other.id })
  }
})
afterAll(() => app.stop())

describe('repository', () => {
  const find = async (name: string, role = 'anonymous') => {
    const { data, errors } = await app.query(
      RepositoryByName,
      { owner: 'acme', name },
      people[role],
    )
    expect(errors).toBeUndefined()
    return data?.repository
  }

  test('that is public is there for everybody, in any case of letters', async () => {
    expect(await find('ROCKET')).toEqual({
      nameWithOwner: 'Acme/Rocket',
      visibility: 'PUBLIC',
      description: null,
      stargazerCount: null,
      license: null,
      homepageUrl: null,
      organization: { login: 'Acme' },
    })
  })

  test('that is private is there for members alone', async () => {
    expect(await find('secret', 'member')).toMatchObject({ visibility: 'PRIVATE' })
    expect(await find('secret', 'outsider')).toBeNull()
    expect(await find('secret')).toBeNull()
  })

  test('whose name another one has now is not found by it', async () => {
    const { id } = await createRepository(app.db, { organizationId: acme.id, name: 'old' })
    await app.db.repository.update({ where: { id }, data: { isSuperseded: true } })
    expect(await find('old')).toBeNull()
    const { id: newId } = await createRepository(app.db, { organizationId: acme.id, name: 'old' })
    await app.db.repository.update({ where: { id: newId }, data: { description: 'The new one' } })
    expect(await find('old')).toMatchObject({ description: 'The new one' })
    await app.db.repository.deleteMany({ where: { name: 'old' } })
  })
})

describe('repositories', () => {
  const search = async (variables: object, role = 'anonymous') => {
    const { data, errors } = await app.query(RepositorySearch, variables, people[role])
    expect(errors).toBeUndefined()
    const { totalCount, nodes = [] } = data?.repositories ?? {}
    expect(totalCount).toBe(nodes.length)
    return nodes.map(({ name }) => name)
  }

  test('are those that the viewer may see, of everybody or of one organization', async () => {
    expect(await search({})).toEqual(['launch_pad', 'Rocket', 'rocket-fork'])
    expect(await search({ owner: 'ACME' })).toEqual(['launch_pad', 'Rocket'])
    expect(await search({ owner: 'acme' }, 'outsider')).toEqual(['launch_pad', 'Rocket'])
    expect(await search({ owner: 'acme' }, 'member')).toEqual(['launch_pad', 'Rocket', 'secret'])
  })

  test('have the text in their name', async () => {
    expect(await search({ query: 'ROCK' })).toEqual(['Rocket', 'rocket-fork'])
    expect(await search({ query: '_' })).toEqual(['launch_pad'])
    expect(await search({ query: 'rocket', owner: 'other' })).toEqual(['rocket-fork'])
    expect(await search({ query: '  ', owner: 'other' })).toEqual(['rocket-fork'])
    expect(await search({ query: 'secret' })).toEqual([])
  })

  test('of an unknown organization: none, and no error', async () => {
    expect(await search({ owner: 'nobody' })).toEqual([])
  })

  test('of the viewer are those of organizations that they administer', async () => {
    const mine = async (role: string) => {
      const query = '{ viewer { repositories { totalCount nodes { name } } } }'
      return (await app.query(query, {}, people[role])).data
    }
    expect(await mine('admin')).toEqual({
      viewer: {
        repositories: {
          totalCount: 3,
          nodes: [{ name: 'launch_pad' }, { name: 'Rocket' }, { name: 'secret' }],
        },
      },
    })
    const none = { viewer: { repositories: { totalCount: 0, nodes: [] } } }
    expect(await mine('member')).toEqual(none)
    expect(await mine('outsider')).toEqual(none)
  })

  test('take the same statements for one as for many, with their organizations', async () => {
    const page = (first: number) =>
      app.statementsDuring(() =>
        app.query(`{ repositories(first: ${first}) { nodes { organization { login } } } }`),
      )
    expect((await page(3)).statements).toHaveLength((await page(1)).statements.length)
  })
})
