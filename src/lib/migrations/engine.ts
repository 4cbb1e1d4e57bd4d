import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import { messageOf } from '../errors.ts'
import { EngineAdapterFactory } from './adapter.ts'
import type { PrismaFolder } from './folder.ts'

declare global {
  var PRISMA_WASM_PANIC_REGISTRY: { set_message(message: string): void } | undefined
}

let loading: Promise<void> | undefined

/**
 * Prisma's schema engine on the database of `url`, for as long as `use` takes. It is the
 * WebAssembly build, so nothing is downloaded and no other process runs.
 */
export async function withEngine<Result>(
  url: string,
  { models }: PrismaFolder,
  use: (engine: glue.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loading ??= load()
  await loading
  const factory = new EngineAdapterFactory(url)
  const bound = bindMigrationAwareSqlAdapterFactory(factory)
  let engine: glue.SchemaEngine | undefined
  try {
    const datamodels = models.map(({ path, content }): [string, string] => [path, content])
    engine = await glue.SchemaEngine.new({ datamodels }, ignoreLog, bound)
    return await use(engine)
  } catch (error) {
    const id = /External error id#(\d+)/.exec(String(error))?.[1]
    throw (id && bound.errorRegistry.consumeError(Number(id))?.error) || inPlainWords(error)
  } finally {
    engine?.free()
    await factory.dispose()
  }
}

/** What the engine says, or wrote into its table, without its own call stack. */
export const plainMessage = (text: string) =>
  text
    .replace(/\n +0: [\s\S]*$/, '')
    .replace('external connector error\n', '')
    .replace('Error querying the database: ERROR: ', '')
    .trim()

function inPlainWords(error: unknown) {
  const text = messageOf(error)
  const migration = /with migration_name="([^"]+)"/.exec(text)?.[1]
  const message = plainMessage(text)
  return new Error(migration ? `Migration ${migration} failed: ${message}` : message, {
    cause: error,
  })
}

async function load() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      throw new Error(`Prisma's schema engine broke down: ${message}`)
    },
  }
  const { resolve } = createRequire(import.meta.url)
  const file = resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': { ...glue, ...releasedTimers() },
  })
  glue.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
}

/** The engine leaves its timers running; they must not hold back the end of the process. */
function releasedTimers() {
  const timers = Object.entries(glue).filter(([name]) => name.startsWith('__wbg_setTimeout_'))
  return Object.fromEntries(
    timers.map(([name, set]) => [
      name,
      (callback: () => void, milliseconds: number): NodeJS.Timeout =>
        (set as typeof setTimeout)(callback, milliseconds).unref(),
    ]),
  )
}

/** What it has to say beside its results is noise: failures are thrown. */
const ignoreLog = () => undefined
