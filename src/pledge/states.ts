import type { PledgeState } from '#generated/prisma/client.ts'

/** Pledges that are shown, that count toward their issue, and that are rewarded. */
export const activeStates = ['CREATED', 'PENDING', 'DISPUTED'] as const satisfies PledgeState[]

/** Whether a pledge in this state counts toward its issue. */
export const isActive = (state: PledgeState): boolean =>
  activeStates.some((active) => active === state)
