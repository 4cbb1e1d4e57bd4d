import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endMarker, hasBadge, startMarker, withoutBadge } from '#lib/badge-markers.ts'
import { type BadgeContent, render, sameText, withBadge } from './text.ts'

const content: BadgeContent = {
  organization: 'acme',
  repository: 'rocket',
  number: 7,
  issueMessage: null,
  organizationMessage: null,
  frontendUrl: 'https://polar.test',
  publicUrl: 'https://api.polar.test',
}

const badge = render(content)

const link = `<a href="https://polar.test/acme/rocket/issues/7">
<picture>
  <source media="(prefers-color-scheme: dark)" srcset="https://api.polar.test/github/acme/rocket/issues/7/badge.svg?theme=dark">
  <img alt="Fund with Polar" src="https://api.polar.test/github/acme/rocket/issues/7/badge.svg">
</picture>
</a>
<!-- POLAR PLEDGE BADGE END -->
`

describe('what a badge says', () => {
  test('by default: a heading and three bullets, of which one links to the organization', () => {
    expect(badge).toBe(`<!-- POLAR PLEDGE BADGE START -->
## Upvote & Fund

- We use [Polar](https://polar.test/acme) so that you can upvote this issue and help to fund it.
- The money is paid out once the issue is completed and confirmed.
- Thank you for helping to decide what gets done next.

${link}`)
  })

  test.each([
    ['the organization’s message', { organizationMessage: 'Fund us' }, 'Fund us'],
    [
      'the issue’s message before the organization’s',
      { issueMessage: 'Fund **this**\n', organizationMessage: 'Fund us' },
      'Fund **this**',
    ],
    [
      'the organization’s where the issue’s is blank',
      { issueMessage: ' \n', organizationMessage: 'Fund us' },
      'Fund us',
    ],
    ['no markers of its own', { issueMessage: `a${endMarker}b${startMarker}c` }, 'abc'],
    [
      'none that its parts make',
      { issueMessage: `a<!-- POLAR ${endMarker}${endMarker.slice(11)}b` },
      'ab',
    ],
    ['plain line breaks', { issueMessage: 'a\r\nb' }, 'a\nb'],
  ])('%s', (_what, messages, expected) => {
    expect(render({ ...content, ...messages })).toBe(`${startMarker}\n${expected}\n\n${link}`)
  })

  test('nothing, where it stands below somebody’s words', () => {
    expect(render(content, { hasMessage: false })).toBe(`${startMarker}\n${link}`)
  })

  test('its addresses hold whatever a name has', () => {
    expect(render({ ...content, repository: 'a"b' })).toContain('/acme/a%22b/issues/7"')
  })
})

const custom = render({ ...content, issueMessage: 'Fund this' })
const picture = 'https://polar.test/api/github/old-name/rocket/issues/7/pledge.svg'
const page = 'https://polar.test/old-name/rocket/issues/7'
const single = `<!-- POLAR PLEDGE BADGE -->
[![Fund with Polar](${picture})](${page})`
const singleHtml = `<!-- POLAR PLEDGE BADGE -->\r
<a href="${page}">
<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${picture}?darkmode=1">
  <img alt="Fund with Polar" src="${picture}">
</picture>
</a>`

describe('a text without its badge', () => {
  test.each([
    ['the default', `Hello\n\n${badge}`, 'Hello'],
    ['one with a message', `Hello\n\n${custom}`, 'Hello'],
    ['with CRLF', `Hello\n\n${badge}`.replaceAll('\n', '\r\n'), 'Hello'],
    ['the old format, of an organization that was renamed', `Hello\n\n${single}`, 'Hello'],
    ['the old format in HTML', `Hello\r\n\r\n${singleHtml}\r\n`, 'Hello'],
    ['the old format within a text', `Hello\n\n${single}\n\nBye`, 'Hello\n\nBye'],
    ['a text after it stays', `Hello\n\n${badge}\nBye`, 'Hello\n\nBye'],
    ['a text on its last line stays', `Hello\n\n${badge.trim()} Bye`, 'Hello\n\n Bye'],
    ['a text before which it stands stays', `${badge}\nBye`, 'Bye'],
    ['nothing else', badge, ''],
    ['two of them', `a\n\n${badge}\nb\n\n${custom}`, 'a\n\nb'],
    ['both formats', `a\n\n${single}\n\n${badge}`, 'a'],
    ['none', 'Hello  \n', 'Hello'],
  ])('%s', (_what, body, expected) => {
    expect(withoutBadge(body)).toBe(expected)
    expect(hasBadge(body)).toBe(body !== 'Hello  \n')
    expect(hasBadge(expected)).toBe(false)
  })

  test.each([
    ['an end before a start', `a\n${endMarker}\nb\n${startMarker}\nc`],
    ['a lone start', `a\n${startMarker}\nb`],
    ['a lone end', `a\n${endMarker}\nb`],
    ['a lone old marker', 'a\n<!-- POLAR PLEDGE BADGE -->\nb'],
  ])('stays as it is for %s', (_what, body) => {
    expect(hasBadge(body)).toBe(false)
    expect(withoutBadge(body)).toBe(body)
    expect(withoutBadge(withBadge(body, badge))).toBe(body)
  })

  test('text between an end and the next end is no part of a badge', () => {
    expect(withoutBadge(`${badge}mine\n${endMarker}`)).toBe(`mine\n${endMarker}`)
  })
})

/** Texts, among them such as hold markers and badges, whole and broken. */
const piece = fc.oneof(
  fc.string(),
  fc.constantFrom('\n', '\r\n', ' ', startMarker, endMarker, badge, custom, single, singleHtml),
)
const anyBody = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
const plainBody = anyBody.filter((body) => !hasBadge(body))
const anyBadge = fc
  .string()
  .map((issueMessage) => render({ ...content, issueMessage, organization: 'Other-Org' }))

const withoutSpace = (text: string) => text.replace(/\s/g, '')

describe('for every text', () => {
  test('taking off what was put on restores it, up to white space at its end', () => {
    fc.assert(
      fc.property(plainBody, anyBadge, (body, one) => {
        expect(withoutBadge(withBadge(body, one))).toBe(body.trimEnd())
      }),
    )
  })

  test('a badge put on twice is there once, the last one', () => {
    fc.assert(
      fc.property(anyBody, anyBadge, anyBadge, (body, one, other) => {
        expect(withBadge(withBadge(body, one), one)).toBe(withBadge(body, one))
        expect(withBadge(withBadge(body, one), other)).toBe(withBadge(body, other))
      }),
    )
  })

  test('a badge is at the end, and none is left once it is taken off', () => {
    fc.assert(
      fc.property(anyBody, anyBadge, (body, one) => {
        expect(withBadge(body, one).endsWith(one)).toBe(true)
        expect(hasBadge(withBadge(body, one))).toBe(true)
        expect(hasBadge(withoutBadge(body))).toBe(false)
      }),
    )
  })

  test('no text around a badge is lost', () => {
    fc.assert(
      fc.property(plainBody, fc.string(), anyBadge, (before, after, one) => {
        fc.pre(!hasBadge(before + after))
        const text = withoutBadge(`${before}\n\n${one}${after}`)
        expect(withoutSpace(text)).toBe(withoutSpace(before + after))
      }),
    )
  })
})

describe('texts that are the same to GitHub', () => {
  test.each([
    ['a\r\nb', 'a\nb', true],
    ['a\n', 'a', true],
    ['a \n \n', 'a', true],
    ['a', 'b', false],
    [' a', 'a', false],
    ['a\n\nb', 'a\nb', false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(sameText(one, other)).toBe(same)
  })
})
