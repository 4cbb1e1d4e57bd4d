import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findBase } from './base.ts'

let folder: string

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })

const commit = (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'change')
}

const base = (given?: string) => findBase(given, 'list.json', folder)

beforeEach(() => {
  // Git in a hook points to the repository of the hook; a user's own settings may sign or run hooks.
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('GIT_')) vi.stubEnv(name, undefined)
  }
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
  folder = mkdtempSync(join(tmpdir(), 'polar-base-'))
  git('init', '--quiet', '--initial-branch', 'main')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('a file is taken as it is', () => {
  writeFileSync(join(folder, 'old.graphql'), 'type Query { a: Int }')
  expect(base('old.graphql')).toEqual({ name: 'old.graphql', sdl: 'type Query { a: Int }' })
})

test('a commit is read, with its list of breaking changes', () => {
  commit({ 'schema.graphql': 'first', 'list.json': '[]' })
  commit({ 'schema.graphql': 'second' })
  expect(base('HEAD~1')).toMatchObject({ sdl: 'first', list: '[]' })
  expect(base()).toMatchObject({ sdl: 'second', list: '[]' })
})

test('what was added to the base after the branch began does not count', () => {
  commit({ 'schema.graphql': 'start' })
  git('checkout', '--quiet', '-b', 'branch')
  commit({ 'schema.graphql': 'branch' })
  git('checkout', '--quiet', 'main')
  commit({ 'schema.graphql': 'later' })
  git('checkout', '--quiet', 'branch')
  expect(base().sdl).toBe('start')
  expect(base('main').sdl).toBe('start')
})

test('origin/main comes before main', () => {
  commit({ 'schema.graphql': 'published' })
  git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  commit({ 'schema.graphql': 'local' })
  expect(base().name).toMatch(/^origin\/main \([0-9a-f]{7}\)$/)
  expect(base().sdl).toBe('published')
})

test('a base without a schema has none', () => {
  commit({ other: '' })
  expect(base().sdl).toBeUndefined()
})

test('what is neither file nor commit is named', () => {
  commit({ other: '' })
  expect(() => base('nope')).toThrow('no file and no commit named nope')
})
