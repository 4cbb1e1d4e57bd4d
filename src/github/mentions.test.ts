import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOwn, type Mention, mentionsIn } from './mentions.ts'

const text = ({ owner, repository, number }: Mention) =>
  `${[owner, repository].filter(Boolean).join('/')}#${number}`

const named = (body: string) => mentionsIn(body).map(text)

const link = 'https://github.com/acme/rocket/issues/7'

describe('a text names', () => {
  test.each([
    ['#1', ['#1']],
    ['acme#1', ['acme#1']],
    ['acme/rocket#1', ['acme/rocket#1']],
    ['acme/rocket.js_2#1', ['acme/rocket.js_2#1']],
    [link, ['acme/rocket#7']],
    ['http://github.com/acme/rocket/issues/7', ['acme/rocket#7']],
    ['https://www.github.com/acme/rocket/issues/7', ['acme/rocket#7']],
    ['HTTPS://GitHub.com/Acme/Rocket/issues/7', ['Acme/Rocket#7']],
    ['https://github.com/acme/rocket#7', ['acme/rocket#7']],
    [`${link}#issuecomment-12`, ['acme/rocket#7']],
    [`${link}?a=b/c#2`, ['acme/rocket#7']],
    [`${link}.`, ['acme/rocket#7']],
    [`(${link})`, ['acme/rocket#7']],
    [`<${link}>`, ['acme/rocket#7']],
    ['**#1**', ['#1']],
    ['_#1_', ['#1']],
    ['#123/4', ['#123']],
    ['(#1), [#2], #3.', ['#1', '#2', '#3']],
    ['Fixes:#1', ['#1']],
    ['修复#1', ['#1']],
    ['line\n#1\n#2', ['#1', '#2']],
  ])('%j: %j', (body, expected) => {
    expect(named(body)).toEqual(expected)
  })
})

describe('a text names none with', () => {
  test.each([
    '',
    '#',
    '# x',
    '# 1',
    '##1',
    '#x',
    '#0',
    '#01',
    '#123b',
    '#123é',
    'acme/rocket#12b',
    `${link}b`,
    '&#39;',
    '#2147483648',
    '#99999999999',
    '@acme/rocket#1',
    'me@acme#1',
    'https://github.com/acme/rocket/pull/7',
    'https://github.com/acme/rocket/pull/7#issuecomment-1',
    'https://github.com/acme/rocket/issues',
    'https://github.com/acme/rocket/issues/new',
    'https://github.com/acme/..#1',
    'https://github.com/acme/./issues/1',
    'https://gitlab.com/acme/rocket/issues/7',
    'https://example.com/acme/rocket#7',
    'https://example.com/a/b/acme/rocket#7',
    'https://example.com/acme_(company)/rocket#7',
    'example.com/acme/rocket#7',
    'ftp://acme/rocket#7',
    'https://github.com.example.com/acme/rocket/issues/7',
    'https://github.com@example.com/acme/rocket/issues/7',
    'https://redirect.github.com/acme/rocket/issues/7',
    'https://github-redirect.dependabot.com/acme/rocket/issues/7',
    `https://example.com/?to=${link}`,
    '[#7](https://redirect.github.com/acme/rocket/issues/7)',
    '<a href="https://github-redirect.dependabot.com/acme/rocket/issues/7">#7</a>',
  ])('%j', (body) => {
    expect(mentionsIn(body)).toEqual([])
  })
})

describe('several', () => {
  test.each([
    ['#1 #1, **#1**', ['#1']],
    ['acme/rocket#1 ACME/Rocket#1', ['acme/rocket#1']],
    ['acme#1 #1', ['acme#1']],
    [`acme/rocket#7 ${link}`, ['acme/rocket#7']],
    ['#7 acme/rocket#7', ['#7', 'acme/rocket#7']],
    [`${link} and #2, acme/moon#3`, ['#2', 'acme/moon#3', 'acme/rocket#7']],
    [`${link},https://github.com/acme/moon/issues/8`, ['acme/rocket#7', 'acme/moon#8']],
    [`[#7](${link})`, ['acme/rocket#7']],
    [`<a href="${link}">#7</a>`, ['acme/rocket#7']],
    [`[see](${link}) #2`, ['#2', 'acme/rocket#7']],
    ['[#1] (see below)', ['#1']],
  ])('%j: %j', (body, expected) => {
    expect(named(body)).toEqual(expected)
  })
})

test('the own repository is told by its name in any case of letters, or by none', () => {
  const place = { owner: 'acme', repository: 'rocket' }
  const own = (body: string) => mentionsIn(body).map((mention) => isOwn(mention, place))
  expect(own('#1 ACME/Rocket#2 Acme#3')).toEqual([true, true, true])
  expect(own('other#1 acme/moon#2 other/rocket#3')).toEqual([false, false, false])
})

const pieces = fc.constantFrom(
  ...['#', '1', 'a', '/', '.', '-', '[', ']', '(', ')', '<a ', '>', '</a>', '@', '&', ' ', 'é'],
  ...['https://', 'https://github.com/', 'a/b/issues/1', 'a/b#1', '](https://', '💥', '\n'],
)

test('any text has an answer: plain numbers, each issue once', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      const mentions = mentionsIn(parts.join(''))
      const keys = mentions.map(({ owner, repository, number }) =>
        (owner && repository ? `${owner}/${repository}#${number}` : `#${number}`).toLowerCase(),
      )
      expect(new Set(keys).size).toBe(keys.length)
      expect(mentions.every(({ number }) => Number.isInteger(number) && number > 0)).toBe(true)
    }),
  )
})

test('hostile text of 300,000 pieces takes milliseconds, not minutes', () => {
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 4 }), (unit) => {
      const body = unit.join('').repeat(Math.ceil(300_000 / unit.length))
      const started = performance.now()
      mentionsIn(body)
      expect(performance.now() - started).toBeLessThan(5_000)
    }),
    { numRuns: 25 },
  )
})
