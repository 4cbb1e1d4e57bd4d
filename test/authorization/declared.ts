import type { GraphQLSchema } from 'graphql'

type Declared = { scope?: string; session?: boolean; staff?: boolean }

const wordOf = (declared: unknown) => {
  if (declared === undefined) return 'nothing'
  if (typeof declared === 'function') return 'a rule of its own'
  const { scope, session, staff } = declared as Declared
  return [scope, session && 'a session', staff && 'staff'].filter(Boolean).join(' and ')
}

/** A table, in Markdown, of what each mutation says that its caller needs. */
export const renderDeclared = (schema: GraphQLSchema) => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
  const needs = Map.groupBy(fields, ({ extensions }) =>
    wordOf((extensions.pothosOptions as { authScopes?: unknown } | undefined)?.authScopes),
  )
  return [
    '## What a mutation needs',
    '',
    '| | mutations |',
    '| --- | --- |',
    ...[...needs]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([word, some]) => {
        const names = some.map(({ name }) => name).toSorted()
        return `| ${word} | ${names.join(', ')} |`
      }),
    '',
  ].join('\n')
}
