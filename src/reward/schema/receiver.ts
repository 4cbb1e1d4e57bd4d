import { builder } from '#builder.ts'
import type { Receiver } from '../receiver.ts'

/** Who gets a share, for the schema. */
export const RewardReceiver = builder.objectRef<Receiver>('RewardReceiver').implement({
  description: 'Who gets a share: an organization, or a person, who need not have signed in yet.',
  fields: (t) => ({
    isOrganization: t.exposeBoolean('isOrganization', {
      description: 'Whether it is an organization.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What they call themselves, else their login; null if they left.',
    }),
    login: t.exposeString('login', {
      nullable: true,
      description: 'Their login on GitHub; null if it is not known any more.',
    }),
    avatarUrl: t.expose('avatarUrl', {
      type: 'URL',
      nullable: true,
      description: 'Their picture; null for a person who never signed in.',
    }),
  }),
})
