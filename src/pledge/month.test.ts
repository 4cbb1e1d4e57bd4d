import { expect, test } from 'vitest'
import { monthOf } from './month.ts'

const month = (moment: string) => {
  const { start, end } = monthOf(new Date(moment))
  return [start.toISOString(), end.toISOString()].map((text) => text.slice(0, 16))
}

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00', '2026-02-01T00:00'],
  ['2026-02-28T23:59:59.999Z', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['2028-02-29T12:00:00Z', '2028-02-01T00:00', '2028-03-01T00:00'],
  ['2026-12-31T23:59:59Z', '2026-12-01T00:00', '2027-01-01T00:00'],
  ['2026-03-31T23:30:00-02:00', '2026-04-01T00:00', '2026-05-01T00:00'],
])('%s lies in the month from %s to %s', (moment, start, end) => {
  expect(month(moment)).toEqual([start, end])
})
