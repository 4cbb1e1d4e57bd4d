import type { z } from 'zod'
import { accountCommands } from './commands/accounts.ts'
import { installationCommands } from './commands/installations.ts'
import { issueCommands } from './commands/issues.ts'
import { pullCommands } from './commands/pulls.ts'
import { repositoryCommands } from './commands/repositories.ts'
import { settingCommands } from './commands/settings.ts'
import { webhookCommands } from './commands/webhooks.ts'
import type { Sandbox } from './state.ts'

/** What can be done to the sandbox, in the process and over HTTP. */
export const commands = {
  ...settingCommands,
  ...accountCommands,
  ...installationCommands,
  ...repositoryCommands,
  ...issueCommands,
  ...pullCommands,
  ...webhookCommands,
}

type Commands = typeof commands
type InputOf<Name extends keyof Commands> = z.input<Commands[Name]['input']>

export type Control = {
  [Name in keyof Commands]: (
    ...given: undefined extends InputOf<Name> ? [given?: InputOf<Name>] : [given: InputOf<Name>]
  ) => ReturnType<Commands[Name]['run']>
}

type AnyCommand = { input: z.ZodType; run: (sandbox: Sandbox, given: never) => unknown }

/** Runs a command by name; undefined where there is none. Throws what is wrong with its input. */
export const commandNamed = (name: string) => {
  const known: Record<string, AnyCommand> = commands
  const command = Object.hasOwn(known, name) ? known[name] : undefined
  return (
    command &&
    ((sandbox: Sandbox, given: unknown) =>
      command.run(sandbox, command.input.parse(given) as never))
  )
}

/** The commands as functions on one sandbox. */
export const createControl = (sandbox: Sandbox): Control =>
  Object.fromEntries(
    Object.keys(commands).map((name) => [
      name,
      (given?: unknown) => commandNamed(name)?.(sandbox, given),
    ]),
  ) as Control
