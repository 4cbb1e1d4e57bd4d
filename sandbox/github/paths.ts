import { notFound } from './http.ts'
import { fullNameOf, repositoryById } from './lookups.ts'
import type { Sandbox } from './state.ts'

/** The path by names for one by a repository's id, so that every route serves both. */
export const pathByName = ({ state }: Sandbox, path: string): string => {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? []
  if (id === undefined) return path
  const repository = repositoryById(state.world, Number(id))
  if (!repository) throw notFound()
  return `/repos/${fullNameOf(state.world, repository)}${rest}`
}
