import { builder } from '#builder.ts'
import type * as github from '../github.ts'

/** Whether an issue is open, for the schema. */
export const IssueState = builder.enumType('IssueState', {
  description: 'Whether an issue is open.',
  values: {
    OPEN: { description: 'Still to be solved.' },
    CLOSED: { description: 'Solved, or not to be.' },
  } as const,
})

export const Actor = builder.objectType('Actor', {
  description: 'An account on GitHub, as it stands on an issue or a pull request.',
  fields: (t) => ({
    login: t.exposeString('login', { description: 'Its name on GitHub.' }),
    avatarUrl: t.expose('avatarUrl', { type: 'URL', description: 'Its picture.' }),
    url: t.expose('htmlUrl', { type: 'URL', description: 'Its page on GitHub.' }),
  }),
})

export const Label = builder.objectType('Label', {
  description: 'A label of an issue or a pull request.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it says.' }),
    color: t.exposeString('color', { description: 'Its colour: six hexadecimal digits.' }),
  }),
})

export const Milestone = builder.objectRef<github.Milestone>('Milestone').implement({
  description: 'What an issue is planned for.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number within the repository.' }),
    title: t.exposeString('title', { description: 'Its name.' }),
  }),
})

export const Reactions = builder.objectRef<github.Reactions>('Reactions').implement({
  description: 'How many people reacted to an issue, and how.',
  fields: (t) => ({
    totalCount: t.exposeInt('totalCount', { description: 'All reactions.' }),
    thumbsUp: t.exposeInt('thumbsUp', { description: '👍' }),
    thumbsDown: t.exposeInt('thumbsDown', { description: '👎' }),
    laugh: t.exposeInt('laugh', { description: '😄' }),
    hooray: t.exposeInt('hooray', { description: '🎉' }),
    confused: t.exposeInt('confused', { description: '😕' }),
    heart: t.exposeInt('heart', { description: '❤️' }),
    rocket: t.exposeInt('rocket', { description: '🚀' }),
    eyes: t.exposeInt('eyes', { description: '👀' }),
  }),
})
