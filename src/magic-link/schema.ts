import { builder } from '#builder.ts'
import { errorType } from '#graphql/types.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { UnsafeReturnAddress } from '#lib/return-address.ts'
import { InvalidEmailAddress } from '#user/errors.ts'
import * as magicLinks from './service.ts'

errorType(InvalidEmailAddress, 'The text is no e-mail address that we can write to.')
errorType(UnsafeReturnAddress, 'The address to return to lies on a site that is not ours.')
errorType(RateLimited, 'You did this too often.')

builder.objectField(RateLimited, 'retryAfterSeconds', (t) =>
  t.exposeInt('retryAfterSeconds', { description: 'How long to wait before trying again.' }),
)

const RequestMagicLinkPayload = builder
  .objectRef<{ email: string }>('RequestMagicLinkPayload')
  .implement({
    description: 'A link is on its way, whether or not we know the address.',
    fields: (t) => ({
      email: t.expose('email', { type: 'EmailAddress', description: 'Where to.' }),
    }),
  })

builder.mutationField('requestMagicLink', (t) =>
  t.fieldWithInput({
    type: RequestMagicLinkPayload,
    errors: { types: [InvalidEmailAddress, UnsafeReturnAddress, RateLimited] },
    description:
      'Mails a link that signs its reader in: it works once, for 30 minutes. Who is new here is ' +
      'signed up by it.',
    typeOptions: { description: 'Where to send the link.' },
    input: {
      email: t.input.string({ required: true, description: 'The e-mail address.' }),
      returnTo: t.input.string({
        description: 'The page to come back to, an address or path of our own sites.',
      }),
    },
    resolve: (_root, { input }, ctx) => magicLinks.request(ctx, input),
  }),
)
