import { builder } from '#builder.ts'
import { errorType } from '#graphql/types.ts'
import { personOf } from '#lib/viewer.ts'
import { ConfirmationMismatch } from '../errors.ts'
import * as users from '../service.ts'

errorType(ConfirmationMismatch, 'What was typed to confirm is not what was asked for.')

const UpdatePreferencesPayload = builder
  .objectRef<{ userId: string }>('UpdatePreferencesPayload')
  .implement({
    description: 'The preferences were changed.',
    fields: (t) => ({
      viewer: t.field({
        type: 'Viewer',
        description: 'You, with the new preferences.',
        resolve: ({ userId }, _args, { db }) =>
          db.user.findUniqueOrThrow({ where: { id: userId } }),
      }),
    }),
  })

const DeleteAccountPayload = builder
  .objectRef<{ deletedAt: Date }>('DeleteAccountPayload')
  .implement({
    description: 'The account was deleted.',
    fields: (t) => ({
      deletedAt: t.expose('deletedAt', { type: 'DateTime', description: 'When.' }),
    }),
  })

builder.mutationFields((t) => ({
  updatePreferences: t.fieldWithInput({
    type: UpdatePreferencesPayload,
    errors: {},
    authScopes: { scope: 'user:write' },
    description: 'Changes the preferences that are given.',
    typeOptions: { description: 'What to change; what is left out stays.' },
    input: {
      emailNewslettersAndChangelogs: t.input.boolean({
        description: 'Whether you want newsletters and changelogs.',
      }),
      emailPromotionsAndEvents: t.input.boolean({
        description: 'Whether you want to hear of promotions and events.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const { userId } = personOf(ctx)
      await users.updatePreferences(ctx, userId, {
        emailNewslettersAndChangelogs: input.emailNewslettersAndChangelogs ?? undefined,
        emailPromotionsAndEvents: input.emailPromotionsAndEvents ?? undefined,
      })
      return { userId }
    },
  }),
  deleteAccount: t.fieldWithInput({
    type: DeleteAccountPayload,
    errors: { types: [ConfirmationMismatch] },
    authScopes: { session: true },
    description:
      'Deletes your account for good: sessions, tokens and connected accounts go, and so does ' +
      'everything that tells who you are. What was paid and earned stays in the books.',
    typeOptions: { description: 'A confirmation.' },
    input: {
      confirmEmail: t.input.string({
        required: true,
        description: 'Your e-mail address, typed by you.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      await users.remove(ctx, personOf(ctx).userId, input.confirmEmail)
      return { deletedAt: new Date() }
    },
  }),
}))
