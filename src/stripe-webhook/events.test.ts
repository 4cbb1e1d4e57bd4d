import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { connectEvents, platformEvents } from './events.ts'

/** The table of webhooks.md that begins so. */
const tableOf = (heading: string) => {
  const [, rest = ''] = readFileSync('docs/webhooks.md', 'utf8').split(heading)
  const [table = ''] = rest.split('\n\n')
  return table
}

const namesIn = (text: string) =>
  [...text.matchAll(/`([a-z_]+\.[a-z_.]+)`/g)].map(([, name]) => name)

/** The line of operations.md that says what an endpoint listens to. */
const lineOf = (path: string) =>
  readFileSync('docs/operations.md', 'utf8')
    .split('\n')
    .find((line) => line.trim().startsWith(`| \`<PUBLIC_URL>${path}\``)) ?? ''

const cases = [
  ['/webhooks/stripe', '| event of the platform |', platformEvents],
  ['/webhooks/stripe/connect', '| event of a connected account |', connectEvents],
] as const

test.each(cases)('the docs list what %s acts on', (path, heading, handlers) => {
  const handled = Object.keys(handlers).sort()
  expect(namesIn(lineOf(path)).sort()).toEqual(handled)
  expect(namesIn(tableOf(heading)).sort()).toEqual(handled)
})
