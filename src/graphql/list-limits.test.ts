import SchemaBuilder from '@pothos/core'
import { getNullableType, graphql, isInterfaceType, isListType, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { loadSchema } from '#schema.ts'
import ListLimitsPlugin, { atMost, maximumItemsOf } from './list-limits.ts'

const isPage = (type: string, field: string) =>
  type.endsWith('Connection') && ['edges', 'nodes'].includes(field)

/** Every field of the schema that answers with a list and is no page of a connection. */
const plainLists = async () =>
  Object.values((await loadSchema()).getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(
          (field) => isListType(getNullableType(field.type)) && !isPage(type.name, field.name),
        )
        .map((field) => ({ path: `${type.name}.${field.name}`, field })),
    )

describe('a list that is no connection', () => {
  test('has a maximum that the cost of an operation counts, and states it', async () => {
    const lists = await plainLists()
    expect(lists.length).toBeGreaterThan(10)
    for (const { path, field } of lists) {
      const maximum = maximumItemsOf(field)
      expect(maximum, path).toBeGreaterThan(0)
      expect(field.description, path).toContain(`At most ${maximum}.`)
    }
  })

  const build = (options: object, items: unknown = []) => {
    // Other plugins want options of their own, which this builder is without.
    const builder = new SchemaBuilder({ plugins: [ListLimitsPlugin] } as never)
    builder.queryType({
      fields: (t) => ({ numbers: t.intList({ ...options, resolve: () => items as number[] }) }),
    })
    return builder.toSchema()
  }

  test('is refused without one, however its description reads', () => {
    const options = [
      {},
      { description: 'Numbers. At most 3.' },
      { extensions: { maximumItems: 3 } },
      { ...atMost(3, 'Numbers.'), description: 'Numbers. At most 4.' },
    ]
    for (const each of options) expect(() => build(each)).toThrow('Query.numbers must be')
  })

  test.each([
    ['at once', [1, 2, 3, 4]],
    ['later', Promise.resolve([1, 2, 3, 4])],
  ])('ends at its maximum, answered %s', async (_name, items) => {
    const schema = build(atMost(3, 'Numbers.'), items)
    const { data } = await graphql({ schema, source: '{ numbers }' })
    expect(data).toEqual({ numbers: [1, 2, 3] })
  })
})
