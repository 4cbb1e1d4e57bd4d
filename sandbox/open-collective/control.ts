import { z } from 'zod'
import { command, commandNamed, createControl, withoutInput } from '../lib/control.ts'
import { collective } from './collectives.ts'
import type { State } from './server.ts'

/** What can be done to the sandbox, in the process and over HTTP. */
export const commands = {
  /** Adds a collective, or changes the one with this slug. */
  setCollective: command(
    z.strictObject({
      slug: z.string().min(1),
      name: z.string().optional(),
      isActive: z.boolean().optional(),
      isApproved: z.boolean().optional(),
      isArchived: z.boolean().optional(),
      isFrozen: z.boolean().optional(),
      host: z.strictObject({ slug: z.string(), name: z.string() }).nullable().optional(),
    }),
    ({ collectives }: State, { slug, ...changes }) => {
      const given = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== undefined),
      )
      collectives.set(slug, { ...(collectives.get(slug) ?? collective(slug)), ...given })
    },
  ),
  /** Answers with this status, without any answer if it is 0, until `recover`. */
  fail: command(
    z.strictObject({ status: z.union([z.literal(0), z.number().int().min(400).max(599)]) }),
    (state: State, { status }) => {
      state.failure = status
    },
  ),
  recover: command(withoutInput, (state: State) => {
    state.failure = null
  }),
}

export const createOpenCollectiveControl = (state: State) => createControl(commands, state)

/** Runs a command by name; undefined where there is none. */
export const openCollectiveCommand = (name: string) => commandNamed(commands, name)
