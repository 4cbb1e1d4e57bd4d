import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkName, formsOf, modelOf, writeDomain } from './new-domain.ts'

const project = resolve(import.meta.dirname, '..')
const bin = join(project, 'node_modules/.bin')

const notCopied = ['.git', '.data', '.env', 'node_modules', 'coverage']

let copy: string

const execute = (command: string, ...args: string[]) =>
  promisify(execFile)(command, args, {
    cwd: copy,
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
  })

/** Runs a tool of the project in the copy; rejects with what it printed when it fails. */
const run = (command: string, ...args: string[]) =>
  execute(command, ...args).catch(({ stdout, stderr }) => {
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`)
  })

/** What a tool finds wrong with the new domain; the rest of the project has its own checks. */
const complaints = async (command: string, ...args: string[]) => {
  const { stdout, stderr } = await execute(command, ...args).catch((failed) => {
    if (typeof failed.code === 'number') return failed
    throw failed
  })
  return `${stdout}${stderr}`.split('\n').filter((line) => /advertisement/i.test(line))
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'polar-domain-'))
  for (const entry of await readdir(project)) {
    if (notCopied.includes(entry)) continue
    await cp(join(project, entry), join(copy, entry), { recursive: true })
  }
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

describe('the name', () => {
  test.each([
    ['sponsor', 'sponsor', 'Sponsor', 'sponsors', 'sponsors'],
    [
      'webhook-endpoint',
      'webhookEndpoint',
      'WebhookEndpoint',
      'webhookEndpoints',
      'webhook endpoints',
    ],
    ['currency', 'currency', 'Currency', 'currencies', 'currencies'],
    ['tax', 'tax', 'Tax', 'taxes', 'taxes'],
    ['key', 'key', 'Key', 'keys', 'keys'],
  ])('%s has its forms', (folder, name, Name, names, words) => {
    expect(formsOf(folder)).toMatchObject({ name, Name, names, 'plural words': words })
  })

  test.each([
    ['Sponsor', 'is no name'],
    ['sponsor_tier', 'is no name'],
    ['-sponsor', 'is no name'],
    ['../sponsor', 'is no name'],
    ['', 'is no name'],
    ['sponsors', 'a singular noun'],
    ['class', 'a word of JavaScript'],
    ['issue', 'src/issue exists'],
    ['lib', 'src/lib exists'],
    ['server', 'src/server.ts exists'],
    ['page-info', 'The schema has a PageInfo already'],
  ])('%s is refused', (folder, message) => {
    expect(() => checkName(copy, folder)).toThrow(message)
  })

  test.each(['sponsor', 'status', 'process', 'analysis', 'sponsor-tier2'])(
    '%s is fine',
    (folder) => {
      expect(() => checkName(copy, folder)).not.toThrow()
    },
  )
})

describe('a new domain', () => {
  const folder = 'advertisement-campaign'
  let files: string[]

  beforeAll(async () => {
    files = writeDomain(copy, folder)
    await writeFile(join(copy, `prisma/schema/${folder}.prisma`), modelOf(folder))
    const list = join(copy, 'src/domains.ts')
    const text = await readFile(list, 'utf8')
    const listed = text.replace(/^export const domains = \[/m, '$&advertisementCampaign, ')
    await writeFile(list, `import { advertisementCampaign } from '#${folder}/domain.ts'\n${listed}`)
    await run('prisma', 'generate')
    await run('node', 'scripts/schema/print.ts')
    await run('graphql-codegen', '--config', 'codegen.ts')
  }, 120_000)

  test('has no placeholder left', async () => {
    expect(files).toContain('domain.ts')
    for (const file of files) {
      expect(await readFile(join(copy, 'src', folder, file), 'utf8')).not.toMatch(/\{\{|undefined/)
    }
  })

  test('is not written again', () => {
    expect(() => writeDomain(copy, folder)).toThrow(`src/${folder} exists`)
  })

  test('is in the schema, and keeps its rules', async () => {
    const schema = await readFile(join(copy, 'schema.graphql'), 'utf8')
    expect(schema).toContain('type AdvertisementCampaign implements Node')
    expect(await complaints('node', 'scripts/schema/lint.ts')).toEqual([])
  }, 180_000)

  test('has right types', async () => {
    expect(await complaints('tsc', '--noEmit')).toEqual([])
  }, 180_000)

  test('is formatted and passes the linter', async () => {
    await run('biome', 'check', '--error-on-warnings', `src/${folder}`)
  }, 180_000)
})
