import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { messageOf } from '#lib/errors.ts'

/** The locks of this process, by folder: open files, which the system closes with the process. */
const held = new Map<string, DatabaseSync>()

const isTaken = (error: unknown) => /locked|busy/i.test(messageOf(error))

const holderIn = (file: string) => {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`
  } catch {
    return ''
  }
}

/**
 * Keeps every other `npm start` out of a data folder until this process ends, however it ends:
 * SQLite's lock is one of the system, so none is left behind. Once more in one process does nothing.
 *
 * Throws when another process holds the folder.
 */
export const lockDataDir = (dataDir: string): void => {
  const folder = resolve(dataDir)
  if (held.has(folder)) return
  const pidFile = join(folder, 'start.pid')
  try {
    mkdirSync(folder, { recursive: true })
    const lock = new DatabaseSync(join(folder, 'start.lock'))
    lock.exec('BEGIN EXCLUSIVE')
    held.set(folder, lock)
    writeFileSync(pidFile, `${process.pid}\n`)
  } catch (cause) {
    if (!isTaken(cause)) throw new Error(`DATA_DIR can't be used: ${messageOf(cause)}`, { cause })
    throw new Error(
      `Another npm start${holderIn(pidFile)} uses ${folder}: stop it, or set another DATA_DIR and PORT`,
      { cause },
    )
  }
}
