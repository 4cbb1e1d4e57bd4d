// npm run schema:print [-- --check]: writes schema.graphql, or checks that it is what the code says.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { loadSchema } from '#schema.ts'
import { schemaFile, toSdl } from './sdl.ts'

const readCommitted = () =>
  readFile(schemaFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const sdl = toSdl(await loadSchema())

if (!values.check) {
  await writeFile(schemaFile, sdl)
} else if ((await readCommitted()) !== sdl) {
  console.error('schema.graphql is not what the code builds: run "npm run codegen" and commit it.')
  process.exitCode = 1
}
