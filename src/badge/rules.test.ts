import { describe, expect, test } from 'vitest'
import { type Facts, shouldAdd, shouldRemove, type Trigger, triggers } from './rules.ts'

/** Everything speaks for the badge. */
const welcome: Facts = {
  isSwitchedOn: true,
  isInstalled: true,
  isSuspended: false,
  isEverEmbedded: false,
  isOpen: true,
  hasLabel: true,
  isAutoEmbed: true,
  isPrivate: false,
}

const byItself: Trigger[] = ['opened', 'bulk']

describe('an issue gets no badge, whatever else speaks for it,', () => {
  test.each(triggers)('while badges are switched off (%s)', (trigger) => {
    const facts = { ...welcome, isSwitchedOn: false, isInstalled: false }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'APP_BADGE_NOT_ENABLED' })
  })

  test.each(triggers)('while the App is not installed (%s)', (trigger) => {
    const facts = { ...welcome, isInstalled: false, isSuspended: true }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'ORG_NOT_INSTALLED' })
  })

  test.each(triggers)('while the installation is suspended (%s)', (trigger) => {
    const facts = { ...welcome, isSuspended: true }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'ORG_SUSPENDED' })
  })
})

describe('an issue gets a badge', () => {
  const unwilling = { ...welcome, isEverEmbedded: true, isOpen: false, isAutoEmbed: false }

  test('for its label, though it had one before and is closed', () => {
    expect(shouldAdd(unwilling, 'label')).toEqual({ add: true, reason: 'LABELED' })
  })

  test('for a label, but not once that is gone again', () => {
    const facts = { ...welcome, hasLabel: false }
    expect(shouldAdd(facts, 'label')).toEqual({ add: false, reason: 'ISSUE_NOT_LABELED' })
  })

  test('for a message that somebody wrote, label or not', () => {
    const facts = { ...unwilling, hasLabel: false, isPrivate: true }
    expect(shouldAdd(facts, 'message')).toEqual({ add: true, reason: 'ASKED_FOR' })
  })

  test.each(byItself)('of a repository that gives it by itself (%s)', (trigger) => {
    expect(shouldAdd(welcome, trigger)).toEqual({ add: true, reason: 'AUTO_EMBED' })
  })
})

describe('by itself an issue gets no badge', () => {
  test.each(byItself)('that had one before (%s)', (trigger) => {
    const facts = { ...welcome, isEverEmbedded: true, isAutoEmbed: false }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'BADGE_PREVIOUSLY_EMBEDDED' })
  })

  test.each(byItself)('in a repository that does not give it (%s)', (trigger) => {
    const facts = { ...welcome, isAutoEmbed: false }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'AUTO_EMBED_OFF' })
  })

  test.each(byItself)('in a private repository (%s)', (trigger) => {
    const facts = { ...welcome, isPrivate: true }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'REPOSITORY_PRIVATE' })
  })

  test.each(byItself)('once it is closed (%s)', (trigger) => {
    const facts = { ...welcome, isOpen: false }
    expect(shouldAdd(facts, trigger)).toEqual({ add: false, reason: 'ISSUE_NOT_OPEN' })
  })
})

describe('an issue', () => {
  const bare = { ...welcome, hasLabel: false, isAutoEmbed: false }

  test('loses its badge when nothing speaks for it any more', () => {
    expect(shouldRemove(bare)).toEqual({ remove: true, reason: 'NO_REASON_LEFT' })
  })

  test.each([
    ['badges are switched off', { isSwitchedOn: false }, 'APP_BADGE_NOT_ENABLED'],
    ['the App is not installed', { isInstalled: false }, 'ORG_NOT_INSTALLED'],
    ['the installation is suspended', { isSuspended: true }, 'ORG_SUSPENDED'],
    ['it has the label', { hasLabel: true }, 'ISSUE_HAS_LABEL'],
    ['its repository gives badges by itself', { isAutoEmbed: true }, 'AUTO_EMBED_ON'],
  ] as const)('keeps its badge while %s', (_what, facts, reason) => {
    expect(shouldRemove({ ...bare, ...facts })).toEqual({ remove: false, reason })
  })
})
