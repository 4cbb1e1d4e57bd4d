import type { z } from 'zod'
import * as lib from '../../lib/control.ts'
import type { Sandbox } from '../state.ts'

export const { withoutInput } = lib

/** A command: what it takes, and what it does. */
export const command = <Input extends z.ZodType, Result>(
  input: Input,
  run: (sandbox: Sandbox, given: z.output<Input>) => Result,
) => lib.command(input, run)
