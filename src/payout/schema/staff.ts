import { builder } from '#builder.ts'
import { forStaff } from '#graphql/staff.ts'
import { errorType } from '#graphql/types.ts'
import { BadUserInput } from '#lib/errors.ts'
import { IdempotencyConflict, once } from '#lib/idempotency.ts'
import { encodeId, rowId } from '#lib/ids.ts'
import { NotWrittenOff, TransferNotFound, TransferPaidOut } from '../errors.ts'
import * as payouts from '../service.ts'

errorType(TransferNotFound, 'The account has no such transfer that is paid by hand.')
errorType(TransferPaidOut, 'One of the transfers is paid out already.')
errorType(NotWrittenOff, 'It is no reversal that a payee still owes.')

builder.prismaObjectFields('LedgerTransaction', (t) => ({
  payoutAccountId: t.id({
    nullable: true,
    description: 'The id of the payout account whose money it is about; null if of none.',
    select: { payeeAccountId: true },
    resolve: ({ payeeAccountId }) => payeeAccountId && encodeId('PayoutAccount', payeeAccountId),
  }),
}))

const payloadOf = (name: string, description: string) =>
  builder.objectRef<{ transactionId: string }>(name).implement({
    description,
    fields: (t) => ({
      transaction: t.prismaField({
        type: 'LedgerTransaction',
        description: 'What was posted in the ledger.',
        resolve: (query, { transactionId }, _args, { db }) =>
          db.ledgerTransaction.findUniqueOrThrow({ ...query, where: { id: transactionId } }),
      }),
    }),
  })

const RecordOpenCollectivePayoutPayload = payloadOf(
  'RecordOpenCollectivePayoutPayload',
  'The payout is booked.',
)
const WriteOffTransferReversalPayload = payloadOf(
  'WriteOffTransferReversalPayload',
  'The platform bears it.',
)

const mostTransfers = 100
const longestNote = 500

const keyDescription =
  'Any text of yours, at most 255 characters: the same key with the same input within a day does ' +
  'it once, and answers the same.'

builder.mutationFields((t) => ({
  recordOpenCollectivePayout: t.fieldWithInput({
    type: RecordOpenCollectivePayoutPayload,
    errors: { types: [TransferNotFound, TransferPaidOut, IdempotencyConflict] },
    ...forStaff,
    description:
      'Books that we have sent a collective at Open Collective the money of some transfers. For ' +
      'staff, who have sent it by hand.',
    typeOptions: { description: 'What was paid, and to whom.' },
    input: {
      payoutAccountId: t.input.globalID({ required: true, description: 'Whom it was sent to.' }),
      transactionIds: t.input.globalIDList({
        required: true,
        description: 'The transfers and reversals in the ledger that it pays, 1 to 100.',
      }),
      idempotencyKey: t.input.string({ description: keyDescription }),
    },
    resolve: (_root, { input }, ctx) => {
      if (input.transactionIds.length < 1 || input.transactionIds.length > mostTransfers) {
        throw new BadUserInput(`Give 1 to ${mostTransfers} transfers`, ['input', 'transactionIds'])
      }
      const payout = {
        payoutAccountId: rowId(input.payoutAccountId, 'PayoutAccount'),
        transactionIds: input.transactionIds.map((id) => rowId(id, 'LedgerTransaction')),
      }
      const key = input.idempotencyKey
      const request = { mutation: 'recordOpenCollectivePayout', key, input: payout }
      return once(ctx, request, async (tx) => ({
        transactionId: await payouts.recordManual(tx, payout),
      }))
    },
  }),
  writeOffTransferReversal: t.fieldWithInput({
    type: WriteOffTransferReversalPayload,
    errors: { types: [NotWrittenOff, IdempotencyConflict] },
    ...forStaff,
    description:
      'The platform bears what a payee has to give back and can’t: it is not tried any more. For ' +
      'staff.',
    typeOptions: { description: 'What is written off, and why.' },
    input: {
      transactionId: t.input.globalID({
        required: true,
        description: 'The reversal in the ledger that Stripe can’t do.',
      }),
      note: t.input.string({
        required: true,
        description: 'Why, for those who read the books: 1 to 500 characters.',
      }),
      idempotencyKey: t.input.string({ description: keyDescription }),
    },
    resolve: (_root, { input }, ctx) => {
      const note = input.note.trim()
      if (!note || note.length > longestNote) {
        throw new BadUserInput(`A note has 1 to ${longestNote} characters`, ['input', 'note'])
      }
      const reversal = { transactionId: rowId(input.transactionId, 'LedgerTransaction'), note }
      const key = input.idempotencyKey
      const request = { mutation: 'writeOffTransferReversal', key, input: reversal }
      return once(ctx, request, async (tx) => ({
        transactionId: await payouts.writeOff(tx, reversal),
      }))
    },
  }),
}))
