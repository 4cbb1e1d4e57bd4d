import { describe, expect, test } from 'vitest'
import { compose, line } from './service.ts'

const description = {
  subject: 'Sign in to Polar',
  preview: 'Your link works for 30 minutes.',
  paragraphs: ['Hello Ada,', 'use this link to sign in.'],
  button: { label: 'Sign in', url: 'https://polar.example/auth?token=abc&next=%2F' },
  notes: ['Did you not ask for it? Then ignore this mail.'],
}

/** Matches texts in their order, whatever stands between them. */
const inOrder = (texts: string[]) =>
  new RegExp(texts.map((text) => text.replace(/[.?*+^$[\]\\(){}|]/g, '\\$&')).join('[^]*'))

/** What a reader sees of the HTML, without its head and its hidden preview. */
const visible = (html: string) =>
  html
    .replace(/^[\s\S]*<body[^>]*>\s*<div[^>]*>[^<]*<\/div>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

describe('both bodies', () => {
  test('say the same, in the same order', () => {
    const { subject, html, text } = compose(description)
    const told = [
      'Sign in to Polar',
      'Hello Ada,',
      'use this link to sign in.',
      'Sign in',
      description.button.url,
      ...description.notes,
      'Polar · funding for open source',
    ]
    expect(subject).toBe('Sign in to Polar')
    expect(visible(html)).toMatch(inOrder(told))
    expect(text).toMatch(inOrder(told))
    expect(text).toContain(`Sign in:\n${description.button.url}\n`)
  })

  test('do without button, notes and title', () => {
    const { html, text } = compose({ subject: 'Paid', preview: 'x', paragraphs: ['Thanks.'] })
    expect(html).not.toContain('<a ')
    expect(text).toBe('Paid\n\nThanks.\n\n-- \nPolar · funding for open source\n')
    expect(compose({ ...description, title: 'Welcome' }).text).toMatch(/^Welcome\n\nHello/)
  })

  test('ask no other host for anything and run nothing', () => {
    const { html } = compose(description)
    expect(html).not.toMatch(/<(img|script|link|iframe|video|object)\b|url\(|@import|\ssrc=/i)
    const addresses = html.match(/https?:\/\/[^"<]*/g)
    expect(addresses).toEqual(Array(3).fill(description.button.url.replace('&', '&amp;')))
  })
})

describe('texts from outside', () => {
  const attack = '</title></p><script>alert(1)</script><img src=x onerror="alert(1)">'

  test('are text wherever they stand', () => {
    const clean = compose(description).html
    const { html, text } = compose({
      ...description,
      subject: attack,
      preview: attack,
      paragraphs: [attack, attack],
      button: { label: attack, url: `https://polar.example/?q="><script>alert(1)</script>` },
      notes: [attack],
    })
    const elements = (source: string) => source.match(/<[a-z!/][^\s>]*/gi)
    expect(elements(html)).toEqual(elements(clean))
    expect(text).toContain(attack)
  })

  test('cannot begin a line of their own', () => {
    const { subject, text } = compose({
      ...description,
      subject: 'Hello\r\nBcc: eve@example.org\u0000',
      paragraphs: ['One\n\n-- \nPolar \u2028 two'],
    })
    expect(subject).toBe('Hello Bcc: eve@example.org')
    expect(text).toContain('\n\nOne -- Polar two\n\n')
  })

  test('a subject that is too long is cut between characters', () => {
    const { subject } = compose({ ...description, subject: `${'a'.repeat(198)}🎉🎉` })
    expect(subject).toBe(`${'a'.repeat(198)}…`)
    expect(compose({ ...description, subject: 'b'.repeat(200) }).subject).toBe('b'.repeat(200))
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', '/relative', 'mailto:a@b.c', 'x', ''])(
    'a button never leads to %j',
    (url) => {
      const button = { label: 'Sign in', url }
      expect(() => compose({ ...description, button })).toThrow(TypeError)
    },
  )
})

test('a missing value is an error', () => {
  const name = undefined as unknown as string
  expect(() => compose({ ...description, paragraphs: [line`Hello ${name}`] })).toThrow(TypeError)
  expect(() => compose({ ...description, preview: name })).toThrow(TypeError)
  expect(() => compose({ ...description, notes: [name] })).toThrow(TypeError)
})
