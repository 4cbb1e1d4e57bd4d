import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSchema } from '#schema.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createIssue, createPullRequest, createRepository } from '../../test/demo.ts'
import { createFundedPlace, createPledge, type FundedPlace } from '../../test/rewards.ts'

/** The same number of each thing in each list: ten organizations with ten of everything. */
const many = 10

let app: TestApp
let place: FundedPlace

const addIssues = async ({ organization, repository }: FundedPlace) => {
  const where = { organizationId: organization.id, repositoryId: repository.id }
  for (let number = 2; number <= many; number++) {
    await createIssue(app.db, { ...where, number, state: number % 2 ? 'OPEN' : 'CLOSED' })
    await createPullRequest(app.db, { ...where, number: 100 + number })
  }
}

/** Rows that lie between issues: dependencies, references, receivers. */
const connect = async ({ organization, issue }: FundedPlace) => {
  const others = await app.db.issue.findMany({ where: { organizationId: organization.id } })
  for (const { id, repositoryId } of others) {
    if (id === issue.id) continue
    const between = { organizationId: organization.id, repositoryId }
    await app.db.issueDependency.createMany({
      data: [
        { ...between, dependentIssueId: issue.id, dependencyIssueId: id },
        { ...between, dependentIssueId: id, dependencyIssueId: issue.id },
      ],
    })
    await app.db.issueReward.createMany({
      data: Array.from({ length: 4 }, (_, index) => ({
        ...{ issueId: id, shareThousands: 250, githubLogin: `receiver-${index}` },
      })),
    })
  }
}

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
  for (let index = 0; index < many; index++) {
    place = await createFundedPlace(app)
    await createRepository(app.db, { organizationId: place.organization.id })
    await addIssues(place)
    await connect(place)
    for (let pledge = 0; pledge < 3; pledge++) {
      await createPledge(app, place, { byUserId: place.admin.id })
    }
  }
  // Who asks administers all of them: fields that only members see are looked up for each.
  const organizations = await app.db.organization.findMany({ select: { id: true } })
  await app.db.membership.createMany({
    data: organizations.map(({ id: organizationId }) => ({
      ...{ userId: place.admin.id, organizationId, isAdmin: true },
    })),
    skipDuplicates: true,
  })
})
afterAll(() => app.stop())

type Field = GraphQLField<unknown, unknown>

const namedObject = (field: Field) => {
  const type = getNamedType(field.type)
  return isObjectType(type) || isInterfaceType(type) ? type : null
}

const needsArguments = ({ args }: Field) =>
  args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)

const isConnection = (field: Field) => getNamedType(field.type).name.endsWith('Connection')

/** A selection of a thing's scalars; `__typename` where there are none. */
const scalarsOf = (type: ReturnType<typeof namedObject>) =>
  type
    ? Object.values(type.getFields())
        .filter((field) => isLeafType(getNamedType(field.type)) && !needsArguments(field))
        .map(({ name }) => name)
        .join(' ') || '__typename'
    : ''

const nodeOf = (field: Field) => {
  const connection = getNamedType(field.type) as GraphQLObjectType
  const nodes = connection.getFields().nodes
  return nodes ? namedObject(nodes) : null
}

/** Ways to ask for a field: of a connection, twice with other pages and a total. */
const selectionOf = (field: Field) => {
  if (!isConnection(field)) {
    const scalars = scalarsOf(namedObject(field))
    return scalars ? `${field.name} { ${scalars} }` : field.name
  }
  const items = `{ totalCount nodes { ${scalarsOf(nodeOf(field))} } }`
  return (
    `a: ${field.name}(first: 1) ${items} b: ${field.name}(first: 3) ${items} ` +
    `c: ${field.name}(last: 2) { totalCount } d: ${field.name} { totalCount }`
  )
}

/** Lists at the root, and the type of their items, whose fields are tried one by one. */
const roots: Record<string, (first: number) => [string, string]> = {
  Issue: (first) => [`issues(first: ${first}) { nodes {`, '} }'],
  Repository: (first) => [`repositories(first: ${first}) { nodes {`, '} }'],
  Organization: (first) => [`organizations(first: ${first}) { nodes {`, '} }'],
  PullRequest: (first) => [
    `repository(owner: "${place.organization.login}", name: "${place.repository.name}") { pullRequests(first: ${first}) { nodes {`,
    '} } }',
  ],
  Pledge: (first) => [
    `pledges(organization: "${place.organization.login}", first: ${first}) { nodes {`,
    '} }',
  ],
  IssueReward: (first) => [
    `issues(first: ${first}) { nodes { rewards(first: ${first}) { nodes {`,
    '} } } }',
  ],
}

const schema: GraphQLSchema = await loadSchema()

const cases = Object.keys(roots).flatMap((name) => {
  const type = schema.getType(name) as GraphQLObjectType
  return Object.values(type.getFields())
    .filter((field) => !needsArguments(field) && field.name !== 'proposedSplit')
    .map((field) => ({ path: `${name}.${field.name}`, name, selection: selectionOf(field) }))
})

describe('a field of the items of a list takes as many statements for ten as for two', () => {
  test.each(cases)('$path', async ({ name, selection }) => {
    const { cookie } = place.asAdmin
    const run = async (first: number) => {
      const [open, close] = roots[name]?.(first) ?? ['', '']
      const { result, statements } = await app.statementsDuring(() =>
        app.query<object, object>(`{ ${open} ${selection} ${close} }`, {}, { cookie }),
      )
      expect(result.errors).toBeUndefined()
      return statements
    }
    // The viewer's own access is looked up once, the first time.
    const [few, all] = [await run(2), await run(many)]
    expect(all.length, all.join('\n').slice(0, 3_000)).toBe(few.length)
  })
})
