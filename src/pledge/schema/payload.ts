import { builder } from '#builder.ts'

/** The payload of a mutation about one pledge: the pledge, as it is now, even if it is unpaid. */
export const pledgePayload = (name: string, description: string) =>
  builder.objectRef<{ pledgeId: string }>(name).implement({
    description,
    fields: (t) => ({
      pledge: t.prismaField({
        type: 'Pledge',
        description: 'The pledge as it is now.',
        resolve: (query, { pledgeId }, _args, { db }) =>
          db.pledge.findUniqueOrThrow({ ...query, where: { id: pledgeId } }),
      }),
    }),
  })

/** What `idempotencyKey` of a mutation says. */
export const keyDescription =
  'Any text of yours, at most 255 characters: the same key with the same input within a day does ' +
  'it once, and answers the same.'
