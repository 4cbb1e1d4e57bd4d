import type { Sandbox, State } from './state.ts'
import type { Account } from './world.ts'

/** A time as GitHub writes it: ISO 8601, whole seconds. */
export const toTime = (milliseconds: number) =>
  new Date(milliseconds).toISOString().replace(/\.\d+/, '')

/** What time it is for things that change. */
export const now = ({ settings }: State): string => settings.now ?? toTime(Date.now())

/** Who changes something, and when. */
export type Act = { sandbox: Sandbox; by: Account; at: string }
