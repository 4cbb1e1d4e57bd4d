// npm run schema:lint: the public rules of GraphQL schemas and our own, on schema.graphql.
import { readFile } from 'node:fs/promises'
import * as graphql from '@graphql-eslint/eslint-plugin'
import { ESLint, type Linter } from 'eslint'
import { buildSchema } from 'graphql'
import { rules } from './rules.ts'
import { schemaFile } from './sdl.ts'

const everythingDescribed = {
  types: true,
  rootField: true,
  DirectiveDefinition: true,
  FieldDefinition: true,
  InputValueDefinition: true,
  EnumValueDefinition: true,
}

const config = (sdl: string): Linter.Config => ({
  files: ['**/*.graphql'],
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: sdl } },
  },
  plugins: { '@graphql-eslint': { rules: graphql.rules as never } },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/require-description': ['error', everythingDescribed],
    // Values (Money), connections, results and errors have no identity. What has an id is checked
    // by our own idMeansNode.
    '@graphql-eslint/strict-id-in-types': 'off',
    // Short lists of values (labels) may be plain: our own listIsConnection is the rule for lists.
    // Values without an identity, such as cards, stand in connections too.
    '@graphql-eslint/relay-edge-types': [
      'error',
      { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
    ],
  },
})

const publicProblems = async (sdl: string) => {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [config(sdl)] })
  const results = await eslint.lintText(sdl, { filePath: 'schema.graphql' })
  return results
    .flatMap(({ messages }) => messages)
    .map(({ line, ruleId, message }) => `schema.graphql:${line} ${message} (${ruleId ?? 'syntax'})`)
}

const ownProblems = (sdl: string) => {
  const schema = buildSchema(sdl)
  return rules.flatMap((rule) => rule(schema)).map(({ path, message }) => `${path} ${message}`)
}

/** Everything wrong with the style of a schema, a line each. Throws on what is no schema. */
export const lintSchema = async (sdl: string) => [
  ...ownProblems(sdl),
  ...(await publicProblems(sdl)),
]

if (import.meta.main) {
  const problems = await lintSchema(await readFile(schemaFile, 'utf8'))
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}
