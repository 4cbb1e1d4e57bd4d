import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const delayMs = 300

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
 * file can't be used. `what` is what it should be: "a GitHub".
 */
export const readFile = <Kept extends { version: number }>(
  file: string,
  version: number,
  what: string,
): Kept | undefined => {
  if (!existsSync(file)) return undefined
  const advice = `${file} is not ${what} of this sandbox: delete it to begin anew`
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'), fromJson) as Kept
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

/** Keeps what `kept` returns in a file: soon after a change, and whole or not at all. */
export const keepIn = (file: string, kept: () => object): Store => {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const write = async () => {
    const text = JSON.stringify(kept(), toJson)
    await mkdir(dirname(file), { recursive: true })
    // It holds tokens.
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }

  const enqueue = () => {
    timer = undefined
    writing = writing.then(write).catch((error: unknown) => {
      console.error(`The sandbox can't be kept in ${file}`, error)
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
