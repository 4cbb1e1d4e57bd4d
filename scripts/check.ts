// npm run check: everything fast, side by side. Prints what failed; exit code 1 if anything did.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules/.bin')

type Check = { name: string; command: string; args: string[] }

const tool = (name: string, command: string, ...args: string[]): Check => ({
  name,
  command: join(bin, command),
  args,
})

const script = (name: string, ...args: string[]): Check => ({
  name,
  command: process.execPath,
  args,
})

const checks: Check[] = [
  tool('types', 'tsc', '--noEmit'),
  tool('lint', 'biome', 'check', '--error-on-warnings'),
  script('schema.graphql is fresh', 'scripts/schema/print.ts', '--check'),
  tool('typed client is fresh', 'graphql-codegen', '--config', 'codegen.ts', '--check'),
  script('schema lint', 'scripts/schema/lint.ts'),
]

type Result = { name: string; ok: boolean; output: string }

const run = async ({ name, command, args }: Check): Promise<Result> => {
  const started = performance.now()
  const child = spawn(command, args, {
    cwd: root,
    // The tools' own first lines look for `node` on the PATH: they get the project's.
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${`${seconds} s`.padStart(7)}  ${name}`)
  return { name, ok: code === 0, output: `${out}${err}`.trim() }
}

const failed = (await Promise.all(checks.map(run))).filter(({ ok }) => !ok)
for (const { name, output } of failed) console.error(`\n--- ${name}\n${output}`)
if (failed.length > 0) process.exitCode = 1
