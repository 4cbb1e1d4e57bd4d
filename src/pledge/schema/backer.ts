import { builder } from '#builder.ts'
import type { Backer as Shape } from '../backer.ts'

/** Whose name a pledge bears, for the schema. */
export const Backer = builder.objectRef<Shape>('Backer').implement({
  description: 'Whose name a pledge bears: a person or an organization.',
  fields: (t) => ({
    name: t.exposeString('name', {
      nullable: true,
      description: 'What they call themselves, else their login; null if neither is known.',
    }),
    login: t.exposeString('login', {
      nullable: true,
      description: 'Their login on GitHub; null if no account there is connected.',
    }),
    avatarUrl: t.expose('avatarUrl', {
      type: 'URL',
      nullable: true,
      description: 'Their picture.',
    }),
  }),
})
