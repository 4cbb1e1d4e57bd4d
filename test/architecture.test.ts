import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { domains } from '#domains.ts'

const order = domains.map(({ name }) => name)

/** The role of a domain's file: `issue/schema/parts.ts` is part of `schema`. */
const roleOf = (file: string) => file.split('/')[1]?.replace(/\.ts$/, '') ?? ''

const files = globSync('src/**/*.ts', { exclude: ['src/generated/**', 'src/**/*.test.ts'] })
  .map((file) => relative('src', file))
  .sort()

/** What a file imports at run time from the project, as paths under `src`. */
const importsOf = (file: string) =>
  [
    ...readFileSync(join('src', file), 'utf8').matchAll(
      /^(?:import|export)\s(?!type\s)(?:[^'"]*?\sfrom\s)?['"]([#.][^'"]+)['"]/gms,
    ),
  ]
    .filter(
      ([statement]) => !/^(import|export)\s*\{(\s*type\s[^,}]+,?)+\s*\}\sfrom/.test(statement),
    )
    .map(([, path = '']) => (path.startsWith('#') ? path.slice(1) : join(dirname(file), path)))
    .filter((path) => !path.startsWith('generated/'))

const isDomain = (path: string) => order.includes(path.split('/')[0] ?? '')
const isEarlier = (path: string, than: string) =>
  order.indexOf(path.split('/')[0] ?? '') < order.indexOf(than)

/** Whether design allows a domain's file of a role to import a path. */
const mayImport = (domain: string, role: string, path: string): boolean => {
  if (path.startsWith('lib/')) return true
  if (!isDomain(path)) {
    const top = basename(path, '.ts')
    if (role === 'schema')
      return ['builder', 'connections', 'cost', 'nodes', 'staff', 'types', 'updates'].includes(top)
    return role === 'domain' && top === 'domain'
  }
  const own = path.startsWith(`${domain}/`)
  const target = roleOf(path)
  if (target === 'errors' && isEarlier(path, domain))
    return !['policy', 'signals', 'jobs', 'errors', 'domain', 'handlers'].includes(role)
  if (own && target === role) return true
  const ownSupport =
    own && !['domain', 'schema', 'service', 'handlers', 'workers', 'routes'].includes(target)
  switch (role) {
    case 'policy':
      return target === 'policy' && isEarlier(path, domain)
    case 'service':
      return ownSupport || target === 'jobs' || (target === 'service' && isEarlier(path, domain))
    case 'handlers':
    case 'workers':
    case 'routes':
      return (
        ownSupport ||
        target === 'jobs' ||
        (target === 'service' && (own || isEarlier(path, domain)))
      )
    case 'schema':
      return (
        ownSupport ||
        (own && target === 'service') ||
        (target === 'policy' && isEarlier(path, domain))
      )
    case 'domain':
      return own && ['handlers', 'workers', 'routes'].includes(target)
    case 'signals':
    case 'jobs':
    case 'errors':
      return false
    default:
      // A helper of the domain's own, such as payloads: what its service may import.
      return ownSupport || target === 'jobs' || (target === 'service' && isEarlier(path, domain))
  }
}

describe('imports', () => {
  test.each(files.filter((file) => file.startsWith('lib/')))('%s knows lib alone', (file) => {
    expect(importsOf(file).filter((path) => !path.startsWith('lib/'))).toEqual([])
  })

  test.each(files.filter(isDomain))('%s imports what its role may', (file) => {
    const domain = file.split('/')[0] ?? ''
    const refused = importsOf(file).filter((path) => !mayImport(domain, roleOf(file), path))
    expect(refused).toEqual([])
  })

  test('only the composition imports the list of domains', () => {
    const importers = files.filter((file) => importsOf(file).includes('domains.ts'))
    expect(importers).toEqual(['app.ts', 'http.ts', 'schema.ts', 'worker.ts'])
  })

  test('only env.ts reads the environment', () => {
    const readers = files.filter((file) =>
      /process\.env\.(?!PATH)/.test(readFileSync(join('src', file), 'utf8')),
    )
    expect(readers).toEqual([])
  })
})

describe('layout', () => {
  test('every domain folder has its manifest and is listed once', () => {
    const manifests = globSync('src/*/domain.ts').map((file) => basename(dirname(file)))
    expect(manifests.sort()).toEqual([...order].sort())
  })

  test('every file stays under 250 lines', () => {
    const long = files.filter(
      (file) => readFileSync(join('src', file), 'utf8').split('\n').length > 250,
    )
    expect(long).toEqual([])
  })
})
