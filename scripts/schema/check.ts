// npm run schema:check [-- --base <git ref or file>]: may this schema be published?
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { findBase, UnknownBase } from './base.ts'
import { report } from './report.ts'
import { schemaFile } from './sdl.ts'
import { judge, type Listed } from './verdict.ts'

/** Breaking changes that were decided on; the file appears with the first one. */
const listPath = 'docs/breaking-changes.json'
const listFile = new URL(`../../${listPath}`, import.meta.url)

const listOfChanges = z.array(
  z.strictObject({ path: z.string().min(1), reason: z.string().min(1), date: z.iso.date() }),
)

const parseList = (json: string | undefined): Listed[] =>
  json === undefined ? [] : listOfChanges.parse(JSON.parse(json))

/** What the base lists already was used up by it: the same path breaking again is a new decision. */
const unspent = (list: Listed[], spent: Listed[]) =>
  list.filter(({ path, date }) => !spent.some((old) => old.path === path && old.date === date))

const check = async (given: string | undefined) => {
  const base = findBase(given, listPath)
  if (base.sdl === undefined) {
    console.log(`${base.name} has no schema.graphql: there is nothing to break.`)
    return true
  }
  const now = readFileSync(schemaFile, 'utf8')
  const list = parseList(existsSync(listFile) ? readFileSync(listFile, 'utf8') : undefined)
  const today = new Date().toISOString().slice(0, 10)
  const verdict = await judge(base.sdl, now, unspent(list, parseList(base.list)), today)
  console.log(`schema.graphql compared with ${base.name}\n\n${report(verdict, listPath)}`)
  return verdict.ok
}

const failure = (error: unknown) => {
  if (error instanceof UnknownBase) return error.message
  if (error instanceof z.ZodError) return `${listPath} can't be read:\n${z.prettifyError(error)}`
  throw error
}

const { values } = parseArgs({ options: { base: { type: 'string' } } })
try {
  if (!(await check(values.base))) process.exitCode = 1
} catch (error) {
  console.error(failure(error))
  process.exitCode = 1
}
