import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'
import type { Trigger } from './rules.ts'

const triggers = ['label', 'opened', 'bulk', 'message'] as const satisfies readonly Trigger[]

/** What is to become of an issue's badge. `UPDATE` writes one that is there anew. */
export const badgeChange = z.discriminatedUnion('action', [
  z.object({ action: z.literal('EMBED'), trigger: z.enum(triggers) }),
  z.object({ action: z.literal('REMOVE'), trigger: z.enum(['label', 'bulk']) }),
  z.object({ action: z.literal('UPDATE') }),
])

export type BadgeChange = z.output<typeof badgeChange>

/** A run, and how many of its issues are done before this one. */
const step = z.object({ runId: z.uuid(), position: z.int().nonnegative() })

export type Step = z.output<typeof step>

/**
 * Changes the badge of one issue, by itself or as a step of a run. All changes go through this one
 * queue, with the issue's id as the key: of one issue no two are done at the same time.
 */
export const changeBadge = defineJob({
  name: 'badge.change',
  payload: z.object({ issueId: z.uuid(), change: badgeChange, step: step.optional() }),
  queue: { policy: 'singleton', batchSize: 1 },
})

/** Begins a run over the issues of a repository. */
export const beginRun = defineJob({
  name: 'badge.begin_run',
  payload: z.object({ runId: z.uuid() }),
})
