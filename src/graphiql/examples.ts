import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { getOperationAST, parse } from 'graphql'

/** An example operation: its name, its document, its variables as JSON text. */
export type Example = { name: string; query: string; variables?: string }

const folder = new URL('./examples/', import.meta.url)

/** The example operations of `examples/*.graphql`, by file name: GraphiQL's tabs. */
export const examples: readonly Example[] = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map(readExample)

function readExample(file: string): Example {
  const query = readFileSync(new URL(file, folder), 'utf8')
  const name = getOperationAST(parse(query))?.name?.value
  if (!name) throw new Error(`${file}: an example holds one operation, with a name`)
  const variables = new URL(file.replace(/graphql$/, 'variables.json'), folder)
  if (!existsSync(variables)) return { name, query }
  return { name, query, variables: readFileSync(variables, 'utf8') }
}
