import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import {
  errorHasItsFields,
  idMeansNode,
  listIsConnection,
  mutationReturnsResult,
  mutationTakesInput,
  type Rule,
  rules,
} from './rules.ts'

const pathsFound = (rule: Rule, sdl: string) => rule(buildSchema(sdl)).map(({ path }) => path)

const errors = `
  enum ErrorCode { BAD_USER_INPUT }
  interface Error { message: String! code: ErrorCode! path: [String!] }
  type TooSmall implements Error { message: String! code: ErrorCode! path: [String!] minimum: Int! }
`

test('a schema without mutations has nothing to find', () => {
  const schema = buildSchema('type Query { a: Int }')
  expect(rules.flatMap((rule) => rule(schema))).toEqual([])
})

describe('a mutation', () => {
  const mutation = (field: string) => `
    type Query { a: Int }
    type Mutation { ${field} }
    type Pledge { cents: Int! }
    type Other { a: Int }
    input CreateInput { cents: Int! }
    union Result = Pledge | TooSmall
    union TwoSuccesses = Pledge | Other | TooSmall
    union OnlyErrors = TooSmall
    ${errors}
  `

  test.each([
    ['create(input: CreateInput!): Result!', []],
    ['create: Result!', ['Mutation.create']],
    ['create(input: CreateInput): Result!', ['Mutation.create']],
    ['create(data: CreateInput!): Result!', ['Mutation.create']],
    ['create(input: String!): Result!', ['Mutation.create']],
    ['create(input: [CreateInput!]!): Result!', ['Mutation.create']],
    ['create(input: CreateInput!, dryRun: Boolean): Result!', ['Mutation.create']],
  ])('takes one input: %s', (field, expected) => {
    expect(pathsFound(mutationTakesInput, mutation(field))).toEqual(expected)
  })

  test.each([
    ['create: Result!', []],
    ['create: Result', ['Mutation.create']],
    ['create: [Result!]!', ['Mutation.create']],
    ['create: Pledge!', ['Mutation.create']],
    ['create: Boolean!', ['Mutation.create']],
    ['create: TwoSuccesses!', ['Mutation.create']],
    ['create: OnlyErrors!', ['Mutation.create']],
  ])('returns a result: %s', (field, expected) => {
    expect(pathsFound(mutationReturnsResult, mutation(field))).toEqual(expected)
  })

  test('with two success types is told which', () => {
    const [problem] = mutationReturnsResult(buildSchema(mutation('create: TwoSuccesses!')))
    expect(problem?.message).toContain('Pledge, Other')
  })
})

describe('interface Error', () => {
  const schema = (error: string) => `
    type Query { a: Int }
    type Mutation { b: Int }
    enum ErrorCode { NOT_FOUND }
    ${error}
  `

  test.each([
    ['interface Error { message: String! code: ErrorCode! path: [String!] }', []],
    ['interface Error { message: String! code: ErrorCode path: [String!] }', ['Error.code']],
    ['interface Error { message: String! }', ['Error.code', 'Error.path']],
    ['type Error { message: String! }', ['Error']],
    ['', ['Error']],
  ])('%s', (error, expected) => {
    expect(pathsFound(errorHasItsFields, schema(error))).toEqual(expected)
  })
})

test('what has an id is a node', () => {
  const sdl = `
    interface Node { id: ID! }
    type Query { a: Issue b: Label c: Event d: Optional }
    type Issue implements Node { id: ID! }
    type Label { id: ID! }
    type Event { id: String! }
    type Optional { id: ID }
  `
  expect(pathsFound(idMeansNode, sdl)).toEqual(['Label'])
})

describe('a list', () => {
  const list = (field: string) => `
    interface Node { id: ID! }
    union Either = Issue | Label
    type Issue implements Node { id: ID! ${field} }
    type Label { name: String! }
    type IssueEdge { node: Issue! cursor: String! }
    type IssueConnection { edges: [IssueEdge!]! nodes: [Issue!]! }
    type Query { issues: IssueConnection! label: Label either: Either }
  `

  test.each([
    ['number: Int!', []],
    ['topics: [String!]!', ['Issue.topics']],
    ['"Its topics. At most 20." topics: [String!]!', []],
    ['labels: [Label!]!', ['Issue.labels']],
    ['labels: [[Label!]!]', ['Issue.labels']],
    ['children: [Node!]', ['Issue.children']],
    ['either: [Either!]', ['Issue.either']],
    ['edges: [Label!]!', ['Issue.edges']],
    ['"Its labels. At most 100." labels: [Label!]!', []],
    ['"The most used labels." labels: [Label!]!', ['Issue.labels']],
  ])('of an issue: %s', (field, expected) => {
    expect(pathsFound(listIsConnection, list(field))).toEqual(expected)
  })
})
