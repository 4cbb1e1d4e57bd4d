import { keepIn, readFile, type Store } from '../lib/store.ts'
import type { State } from './state.ts'

/** Raised when a kept file no longer fits what the sandbox holds. */
const version = 1

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

/** What an earlier sandbox kept in a file. Throws a sentence when the file can't be used. */
export const readStore = (file: string): File | undefined => readFile(file, version, 'a GitHub')

/** Keeps a sandbox's state in a file. */
export const createStore = (file: string, state: State, port: number): Store =>
  keepIn(file, () => {
    const kept = Object.fromEntries(keptNames.map((name) => [name, state[name]]))
    return { version, port, ...kept }
  })
