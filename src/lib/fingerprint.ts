import { createHash } from 'node:crypto'

const sorted = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const facts = Object.entries(value).filter(([, fact]) => fact !== undefined && fact !== null)
  return Object.fromEntries(facts.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** SHA-256, the same for what says the same, whatever the order of its fields; null is as nothing. */
export const fingerprintOf = (request: unknown) =>
  createHash('sha256').update(JSON.stringify(request, sorted)).digest('hex')
