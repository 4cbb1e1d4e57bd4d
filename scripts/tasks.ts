// npm run tasks: everything that `npm run` offers, a line each.
import { readFileSync } from 'node:fs'

/** What each script of package.json does, by group. */
export const descriptions: Record<string, Record<string, string>> = {
  'Run it': {
    start: 'API and worker with a database of their own, migrated and with demo data',
    dev: 'the same, started again when a file changes',
    api: 'the API process alone; needs DATABASE_URL',
    worker: 'the worker process alone; needs DATABASE_URL',
  },
  'Work on it': {
    check: 'everything fast: types, lint, generated files, schema lint',
    test: 'check, then all tests but the long ones',
    'test:long': 'storms, kills, thousands of sequences, attacks: what takes minutes',
    lint: 'the linter and the formatter, without changing anything',
    format: 'formats, and fixes what the linter can fix',
    codegen: 'database client, schema.graphql and the typed client, from their sources',
    'new:domain': 'the folder of a new domain: npm run new:domain -- sponsor',
    bench: 'measures the API, webhooks and the worker, beside a bare server',
    tasks: 'this list',
  },
  Database: {
    'db:migrate': 'applies migrations; with -- --name add_sponsor, writes the next one first',
    'db:status': 'which migrations are applied, and whether the database differs from the models',
    'db:seed': 'adds the demo data',
    'db:reset': 'empties the database, migrates and seeds it',
  },
  Schema: {
    'schema:print': 'writes schema.graphql from the code',
    'schema:check': 'breaking changes since a base: -- --base <git ref or file>',
    'schema:lint': 'the style of schema.graphql',
  },
  Operations: {
    'github:verify': 'whether the settings of the GitHub App are right',
    'ledger:check': 'recomputes what must be true of the books; code 1 if something is not',
    'jobs:dead': 'jobs that failed for good',
    'jobs:redrive': 'does such jobs again',
  },
  'Run by npm itself': {
    postinstall: 'after an install: generates the database client',
    pretest: 'before the tests: check',
  },
}

/** What is wrong between the scripts of package.json and their descriptions, a line each. */
export const differences = (scripts: string[], groups: typeof descriptions) => {
  const described = Object.values(groups).flatMap((group) => Object.keys(group))
  return [
    ...scripts
      .filter((name) => !described.includes(name))
      .map((name) => `${name} has no description in scripts/tasks.ts`),
    ...described
      .filter((name) => !scripts.includes(name))
      .map((name) => `${name} is described in scripts/tasks.ts, but not in package.json`),
  ]
}

/** The list as it is printed: a column of names, a column of descriptions. */
export const format = (groups: typeof descriptions) => {
  const names = Object.values(groups).flatMap((group) => Object.keys(group))
  const width = Math.max(...names.map(({ length }) => length))
  return Object.entries(groups)
    .map(([title, group]) => {
      const lines = Object.entries(group).map(([name, line]) => `  ${name.padEnd(width)}  ${line}`)
      return [title, ...lines].join('\n')
    })
    .join('\n\n')
}

/** The names of the scripts in package.json. */
export const readScripts = () => {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return Object.keys((JSON.parse(file) as { scripts: object }).scripts)
}

if (import.meta.main) {
  console.log(format(descriptions))
  const faults = differences(readScripts(), descriptions)
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}
