import type { Prisma } from '#generated/prisma/client.ts'
import { activeStates } from './states.ts'

/** Pledges that count toward their issue. */
export const active = { state: { in: [...activeStates] } } satisfies Prisma.PledgeWhereInput

export const oldestFirst = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]

export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
