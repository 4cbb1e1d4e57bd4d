import * as lib from '../lib/control.ts'
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

export type Control = lib.ControlOf<typeof commands>

/** Runs a command by name; undefined where there is none. Throws what is wrong with its input. */
export const commandNamed = (name: string) => lib.commandNamed(commands, name)

/** The commands as functions on one sandbox. */
export const createControl = (sandbox: Sandbox): Control => lib.createControl(commands, sandbox)
