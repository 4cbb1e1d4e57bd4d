// npm run new:domain -- sponsor: writes the folder of a new domain from scripts/templates.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The name can't be used, or something of that name is there. */
export class RefusedName extends Error {}

const templates = join(import.meta.dirname, 'templates')

const javaScriptWords = new Set(
  `arguments async await break case catch class const continue debugger default delete do else enum
  eval export extends false finally for function if implements import in instanceof interface let new
  null of package private protected public return static super switch this throw true try type typeof
  undefined var void while with yield`.split(/\s+/),
)

const plural = (word: string) => {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The forms in which a domain's name (`webhook-endpoint`) stands in its files. */
export const formsOf = (folder: string) => {
  const words = folder.split('-')
  const name = words.map((word, index) => (index === 0 ? word : capital(word))).join('')
  const aWords = `${/^[aeiou]/.test(folder) ? 'an' : 'a'} ${words.join(' ')}`
  return {
    folder,
    name,
    Name: capital(name),
    names: plural(name),
    words: words.join(' '),
    'a words': aWords,
    'A words': capital(aWords),
    'plural words': plural(words.join(' ')),
    table: words.join('_'),
  }
}

type Forms = ReturnType<typeof formsOf>

const fill = (template: string, forms: Forms) =>
  readFileSync(join(templates, template), 'utf8').replace(
    /\{\{([\w ]+)\}\}/g,
    (_, key) => forms[key as keyof Forms],
  )

/** Throws RefusedName unless `folder` is a free, singular name in lower case. */
export const checkName = (root: string, folder: string) => {
  const { name, Name } = formsOf(folder)
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(folder)) {
    throw new RefusedName(`"${folder}" is no name: lower case, words joined by -, as in sponsor`)
  }
  if (/[^isu]s$/.test(folder)) {
    throw new RefusedName(`${folder} looks like many: a domain is a singular noun, as in sponsor`)
  }
  if (javaScriptWords.has(name)) throw new RefusedName(`${name} is a word of JavaScript`)
  for (const taken of [`src/${folder}`, `src/${folder}.ts`]) {
    if (existsSync(join(root, taken))) throw new RefusedName(`${taken} exists`)
  }
  const schema = join(root, 'schema.graphql')
  const definition = new RegExp(`^(type|interface|enum|union|input|scalar) ${Name}\\b`, 'm')
  if (existsSync(schema) && definition.test(readFileSync(schema, 'utf8'))) {
    throw new RefusedName(`The schema has a ${Name} already`)
  }
}

/** Writes the folder under `root` and returns the names of its files. Throws RefusedName. */
export const writeDomain = (root: string, folder: string): string[] => {
  checkName(root, folder)
  const forms = formsOf(folder)
  const target = join(root, 'src', folder)
  const files = readdirSync(join(templates, 'domain')).map((file) => file.replace('.template', ''))
  mkdirSync(target)
  for (const file of files) {
    writeFileSync(join(target, file), fill(`domain/${file}.template`, forms), { flag: 'wx' })
  }
  // Where lines break depends on how long the name is.
  const biome = join(root, 'node_modules/.bin/biome')
  const { status, stderr, error } = spawnSync(biome, ['check', '--write', target], { cwd: root })
  if (status !== 0) throw error ?? new Error(String(stderr))
  return files
}

/** A first model, which is what the folder's files expect. */
export const modelOf = (folder: string) => fill('model.prisma.template', formsOf(folder))

const nextSteps = (folder: string, files: string[]) => {
  const { name, 'a words': aWords, table } = formsOf(folder)
  const model = modelOf(folder)
    .trimEnd()
    .replace(/^(?=.)/gm, '     ')
  return `src/${folder}: ${files.join(', ')}

  1. Say what ${aWords} is: its model, in prisma/schema/${folder}.prisma. For a start:

${model}

  2. List it in src/domains.ts, after the domains that it builds on:

     import { ${name} } from '#${folder}/domain.ts'

  3. npm run db:migrate -- --name add_${table}
  4. npm run codegen
  5. npm run check
  6. Give it a row in test/authorization.test.ts, and review the docs/authorization.md that comes of it

Then change the files to what ${aWords} really does. Further ones appear when they have content:
signals.ts, handlers.ts, jobs.ts, workers.ts, routes.ts.`
}

if (import.meta.main) {
  const [folder, ...more] = process.argv.slice(2)
  try {
    if (!folder || more.length > 0) throw new RefusedName('Usage: npm run new:domain -- sponsor')
    console.log(nextSteps(folder, writeDomain(join(import.meta.dirname, '..'), folder)))
  } catch (error) {
    if (!(error instanceof RefusedName)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
