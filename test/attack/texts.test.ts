import { describe, expect, test } from 'vitest'
import { mentionsIn } from '#github/mentions.ts'
import { hasBadge, withoutBadge } from '#lib/badge-markers.ts'
import { renderHtml } from '#lib/render-html.ts'
import { render } from '../../src/badge/text.ts'
import { catastrophes } from './texts.ts'

/** The longest text of an issue, and the longest message of a badge. */
const lengths = { issue: 65_536, message: 10_000 }

/** Milliseconds of this process' CPU: what else the machine does is not counted. */
const cpuOf = (work: () => void) => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

const badgeOf = (issueMessage: string) =>
  render({
    ...{ organization: 'acme', repository: 'rocket', number: 1, organizationMessage: null },
    ...{ issueMessage, frontendUrl: 'https://a.test', publicUrl: 'https://b.test' },
  })

/** What is done with a text on the event loop, and what a thread does. Milliseconds at most. */
const readers: [string, number, number, (text: string) => unknown][] = [
  ['mentions', lengths.issue, 300, mentionsIn],
  ['a look for the badge', lengths.issue, 300, hasBadge],
  ['a text without its badge', lengths.issue, 300, withoutBadge],
  ['a badge with a message', lengths.message, 300, badgeOf],
  [
    'rendering, in its thread',
    lengths.issue,
    3_000,
    (text) => renderHtml({ kind: 'markdown', text }),
  ],
  ['sanitizing, in its thread', lengths.issue, 3_000, (text) => renderHtml({ kind: 'html', text })],
]

describe.each(readers)('%s', (_name, length, most, read) => {
  test.each(Object.entries(catastrophes(length)))('%s', (_kind, text) => {
    expect(text.length).toBeLessThanOrEqual(length + 2)
    expect(cpuOf(() => read(text))).toBeLessThan(most)
  })
})
