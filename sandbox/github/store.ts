import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { State } from './state.ts'

/** Raised when a kept file no longer fits what the sandbox holds. */
const version = 1

const delayMs = 300

/** What is worth keeping: all but what belongs to a moment. */
const keptNames = [
  'world',
  'settings',
  'userTokens',
  'refreshTokens',
  'personalTokens',
  'installationTokens',
] as const

type Kept = Pick<State, (typeof keptNames)[number]>
type File = Kept & { version: number; port: number }

const toJson = (_: string, value: unknown) => {
  if (value instanceof Map) return { $map: [...value] }
  return value instanceof Set ? { $set: [...value] } : value
}

const fromJson = (_: string, value: unknown) => {
  if (typeof value !== 'object' || value === null) return value
  if ('$map' in value) return new Map(value.$map as [unknown, unknown][])
  return '$set' in value ? new Set(value.$set as unknown[]) : value
}

/**
 * What an earlier sandbox kept in a file; undefined where there is none. Throws a sentence when the
 * file can't be used.
 */
export const readStore = (file: string): File | undefined => {
  if (!existsSync(file)) return undefined
  const advice = `${file} is not a GitHub of this sandbox: delete it to begin anew`
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'), fromJson) as File
    if (kept.version === version) return kept
  } catch (error) {
    throw new Error(advice, { cause: error })
  }
  throw new Error(advice)
}

export type Store = {
  /** Says that something may have changed. */
  touch: () => void
  /** Writes what has changed. */
  flush: () => Promise<void>
}

/** Keeps a sandbox's state in a file: soon after a change, and whole or not at all. */
export const createStore = (file: string, state: State, port: number): Store => {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const write = async () => {
    const kept = Object.fromEntries(keptNames.map((name) => [name, state[name]]))
    const text = JSON.stringify({ version, port, ...kept }, toJson)
    await mkdir(dirname(file), { recursive: true })
    // It holds tokens.
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }

  const enqueue = () => {
    timer = undefined
    writing = writing.then(write).catch((error: unknown) => {
      console.error(`GitHub's sandbox can't be kept in ${file}`, error)
    })
  }

  return {
    touch: () => {
      timer ??= setTimeout(enqueue, delayMs)
    },
    flush: async () => {
      clearTimeout(timer)
      enqueue()
      await writing
    },
  }
}
