import { expect, test } from 'vitest'
import { lintSchema } from './lint.ts'

const node = `
  """What can be fetched by its id."""
  interface Node {
    """Its global id."""
    id: ID!
  }
`

const clean = `
  """Where reading starts."""
  type Query {
    """Anything by its id."""
    node(
      """A global id."""
      id: ID!
    ): Node
    """All issues."""
    issues(
      """How many."""
      first: Int
      """After this cursor."""
      after: String
      """How many from the end."""
      last: Int
      """Before this cursor."""
      before: String
    ): IssueConnection!
  }
  ${node}
  """Something to do."""
  type Issue implements Node {
    """Its global id."""
    id: ID!
    """Its labels. At most 100."""
    labels: [Label!]!
  }
  """A word on an issue."""
  type Label {
    """The word."""
    name: String!
  }
  """A page of issues."""
  type IssueConnection {
    """The issues with their cursors."""
    edges: [IssueEdge!]!
    """Where the page is."""
    pageInfo: PageInfo!
  }
  """An issue in a page."""
  type IssueEdge {
    """The issue."""
    node: Issue!
    """Where it is."""
    cursor: String!
  }
  """Where a page is."""
  type PageInfo {
    """Whether more follow."""
    hasNextPage: Boolean!
    """Whether more precede."""
    hasPreviousPage: Boolean!
    """The first one's cursor."""
    startCursor: String
    """The last one's cursor."""
    endCursor: String
  }
`

test('a schema that keeps the rules is clean', async () => {
  expect(await lintSchema(clean)).toEqual([])
})

test.each([
  ['type', '"""A page of issues."""', 'type "IssueConnection"'],
  ['field', '"""Its global id."""', 'field "id"'],
  ['argument', '"""How many."""', 'input value "first"'],
])('wants a description for a %s', async (_kind, description, named) => {
  const problems = await lintSchema(clean.replace(description, ''))
  expect(problems.join('\n')).toContain(`Description is required for ${named}`)
})

test('wants a description for enum values and input fields', async () => {
  const sdl = `${clean}
    """A color."""
    enum Color { RED }
    """What to paint."""
    input Paint { color: Color }
    extend type Query {
      """Paints."""
      paint(
        """What."""
        input: Paint
      ): Color
    }`
  const problems = (await lintSchema(sdl)).join('\n')
  expect(problems).toContain('enum value "RED"')
  expect(problems).toContain('input value "color"')
})

test('wants all arguments of a connection', async () => {
  const problems = await lintSchema(clean.replace('before: String', 'until: String'))
  expect(problems.join('\n')).toContain('must contain an argument `before`')
})

test('lets values without an identity stand in a connection', async () => {
  const problems = await lintSchema(clean.replace('node: Issue!', 'node: Label!'))
  expect(problems.join('\n')).not.toContain('must implement `Node`')
})

test('wants names as everybody writes them', async () => {
  const problems = await lintSchema(clean.replace('name: String!', 'Label_name: String!'))
  expect(problems.join('\n')).toContain('should be in camelCase')
})

test('wants a use for every type', async () => {
  const problems = await lintSchema(`${clean} """Lost.""" scalar Lost`)
  expect(problems.join('\n')).toContain('`Lost` is unreachable')
})

test('wants our own rules too', async () => {
  const problems = await lintSchema(clean.replace('At most 100.', ''))
  expect(problems).toEqual([
    'Issue.labels must be a connection, or a short list whose description says "At most …" and a number',
  ])
})

test('has nothing to say about what is no schema', async () => {
  await expect(lintSchema('type Query {')).rejects.toThrow('Syntax Error')
})
