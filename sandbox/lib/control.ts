import { z } from 'zod'

/** A command: what it takes, and what it does. */
export const command = <Sandbox, Input extends z.ZodType, Result>(
  input: Input,
  run: (sandbox: Sandbox, given: z.output<Input>) => Result,
) => ({ input, run })

export const withoutInput = z.strictObject({}).optional()

type AnyCommand = { input: z.ZodType; run: (sandbox: never, given: never) => unknown }
export type Commands = Record<string, AnyCommand>

/** Commands as functions on one sandbox. */
export type ControlOf<Named extends Commands> = {
  [Name in keyof Named]: (
    ...given: undefined extends z.input<Named[Name]['input']>
      ? [given?: z.input<Named[Name]['input']>]
      : [given: z.input<Named[Name]['input']>]
  ) => ReturnType<Named[Name]['run']>
}

/** Runs a command by name; undefined where there is none. Throws what is wrong with its input. */
export const commandNamed = (commands: Commands, name: string) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  return (
    command &&
    ((sandbox: unknown, given: unknown) =>
      command.run(sandbox as never, command.input.parse(given) as never))
  )
}

/** The commands as functions on one sandbox. */
export const createControl = <Named extends Commands>(
  commands: Named,
  sandbox: unknown,
): ControlOf<Named> => {
  const functions: object = Object.fromEntries(
    Object.keys(commands).map((name) => [
      name,
      (given?: unknown) => commandNamed(commands, name)?.(sandbox, given),
    ]),
  )
  return functions as ControlOf<Named>
}
