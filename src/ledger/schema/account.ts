import { builder } from '#builder.ts'

export const LedgerAccountKind = builder.enumType('LedgerAccountKind', {
  description: 'What an account of the ledger is for.',
  values: {
    PROCESSOR_BALANCE: { description: 'Money of ours at a payment processor. Grows by debit.' },
    PAYEE_BALANCE: {
      description: 'Money in a payee’s own account at the processor. Grows by debit.',
    },
    CURRENCY_CONVERSION: {
      description: 'What became another currency on its way to a payee. Either side.',
    },
    BACKER_FUNDS: { description: 'Money of backers that nobody has got yet. Grows by credit.' },
    PAYABLE: { description: 'What a payee has earned and was not paid out. Grows by credit.' },
    TAX_PAYABLE: { description: 'Tax collected for a state. Grows by credit.' },
    PLATFORM_REVENUE: { description: 'Our part of what payees earn. Grows by credit.' },
    PROCESSOR_FEES: { description: 'What a processor keeps for its work. Grows by debit.' },
    DISPUTE_LOSSES: {
      description: 'What payees would have to give back and the platform bears. Grows by debit.',
    },
  } as const,
})

export const LedgerAccount = builder.prismaObject('LedgerAccount', {
  description: 'An account of the ledger. Only staff see it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LedgerAccountKind, description: 'What it is for.' }),
    owner: t.exposeString('owner', {
      description:
        'Whose it is: the row id of a pledge, subscription or payee account, or the name of a ' +
        'processor, of a place that taxes, or of the platform.',
    }),
    currency: t.exposeString('currency', {
      description: 'The ISO 4217 code of its currency, in small letters.',
    }),
  }),
})
