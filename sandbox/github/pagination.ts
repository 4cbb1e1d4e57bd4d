import { z } from 'zod'
import type { Incoming } from './http.ts'

const defaultPerPage = 30
const maxPerPage = 100

export const positive = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
  .transform(Number)

/** The query parameters of every list. */
export const pageQuery = {
  per_page: positive.optional(),
  page: positive.optional(),
}

type PageQuery = { per_page?: number; page?: number }

/**
 * One page of a list and the headers that lead to the others ("Using pagination in the REST API").
 * More than 100 items a page are silently cut down to 100, as GitHub does.
 */
export const pageOf = <Item>({ url }: Incoming, items: Item[], query: PageQuery) => {
  const perPage = Math.min(query.per_page ?? defaultPerPage, maxPerPage)
  const page = query.page ?? 1
  const last = Math.max(1, Math.ceil(items.length / perPage))
  const link = (rel: string, number: number) => {
    const target = new URL(url)
    target.searchParams.set('page', `${number}`)
    return `<${target.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [link('prev', Math.min(page - 1, last))] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ]
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(', ') } : {}
  return { items: items.slice((page - 1) * perPage, page * perPage), headers }
}
