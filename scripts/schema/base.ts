import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** What the schema is compared with. `sdl` is absent where there was no schema.graphql yet. */
export type Base = { name: string; sdl?: string; list?: string }

export class UnknownBase extends Error {}

type Git = (...args: string[]) => string | undefined

const gitIn =
  (cwd: string): Git =>
  (...args) => {
    try {
      const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
      return execFileSync('git', args, { cwd, encoding: 'utf8', stdio })
    } catch {
      // Not there is an answer here: a ref that doesn't exist, a file that a commit doesn't have.
      return undefined
    }
  }

const commitOf = (git: Git, ref: string) =>
  git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)?.trim()

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

const fromCommit = (git: Git, ref: string, commit: string, listPath: string): Base => {
  // Where the branch began: what has been added to the base since then is no removal here.
  const start = git('merge-base', 'HEAD', commit)?.trim() ?? commit
  return {
    name: `${ref} (${start.slice(0, 7)})`,
    sdl: git('show', `${start}:schema.graphql`),
    list: git('show', `${start}:${listPath}`),
  }
}

/**
 * The schema to compare with: a file, a git ref, or by default the first of origin/main, main and
 * HEAD that exists in the repository of `folder`. `listPath` is where it lists breaking changes.
 * Throws UnknownBase.
 */
export const findBase = (
  given: string | undefined,
  listPath: string,
  folder = process.cwd(),
): Base => {
  const file = given && resolve(folder, given)
  if (file && isFile(file)) return { name: given, sdl: readFileSync(file, 'utf8') }
  const git = gitIn(folder)
  const refs = given ? [given] : ['origin/main', 'main', 'HEAD']
  for (const ref of refs) {
    const commit = commitOf(git, ref)
    if (commit) return fromCommit(git, ref, commit, listPath)
  }
  throw new UnknownBase(`There is no file and no commit named ${refs.join(', ')}.`)
}
