import { createHash } from 'node:crypto'

/** Who described a thing: a webhook, which may be late, or an answer to our own question. */
export type Source = 'WEBHOOK' | 'API'

/** When a thing was as it is described, and which description of that time it is. */
export type Stamp = { at: Date | null; version: string }

const plain = (_key: string, value: unknown) => {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const mark = { WEBHOOK: 'w', API: 'x' } as const

/** Names a description by its content: the same data of the same source has the same version. */
export const versionOf = (data: object, source: Source): string =>
  mark[source] + createHash('sha256').update(JSON.stringify(data, plain)).digest('base64url')

const isOfApi = ({ version }: Stamp) => version.startsWith(mark.API)

/**
 * Whether a description replaces the one we have. A later time does. GitHub's times are whole
 * seconds, so two different descriptions may carry the same: then what GitHub answered replaces what
 * it sent, and of two that it sent the one with the greater version wins, so that the order of their
 * arrival does not matter. Which is right can't be told: it is `disputed`, and worth asking.
 */
export const judge = (known: Stamp, next: Stamp): { isNewer: boolean; isDisputed: boolean } => {
  const [knownAt, nextAt] = [known.at?.getTime() ?? 0, next.at?.getTime() ?? 0]
  if (nextAt !== knownAt) return { isNewer: nextAt > knownAt, isDisputed: false }
  if (next.version.slice(1) === known.version.slice(1)) {
    return { isNewer: isOfApi(next) && !isOfApi(known), isDisputed: false }
  }
  if (isOfApi(next)) return { isNewer: true, isDisputed: false }
  return { isNewer: !isOfApi(known) && next.version > known.version, isDisputed: true }
}
