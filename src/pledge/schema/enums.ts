import { builder } from '#builder.ts'

/** How a pledge is paid, for the schema. */
export const PledgeType = builder.enumType('PledgeType', {
  description: 'How a pledge is paid.',
  values: {
    PAY_UPFRONT: { description: 'At once; it is held until the issue is solved.' },
    PAY_ON_COMPLETION: { description: 'By an invoice, once the issue is solved.' },
    PAY_DIRECTLY: { description: 'To the maintainers themselves. None is made here.' },
  } as const,
})

/** How far a pledge is, for the schema. */
export const PledgeState = builder.enumType('PledgeState', {
  description: 'How far a pledge is. It counts while it is CREATED, PENDING or DISPUTED.',
  values: {
    INITIATED: { description: 'Not paid yet. Only who has just made it sees it.' },
    CREATED: { description: 'Paid or, of those on completion, promised.' },
    PENDING: { description: 'The issue is solved and the money is there: it can be paid out.' },
    REFUNDED: { description: 'The backer has all of it back.' },
    DISPUTED: { description: 'The backer objects to the payout.' },
    CHARGE_DISPUTED: { description: 'The backer’s bank took the money back.' },
    CANCELLED: { description: 'It ended without being paid.' },
  } as const,
})
