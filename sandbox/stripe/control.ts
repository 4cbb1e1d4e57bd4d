import { type ControlOf, commandNamed, createControl } from '../lib/control.ts'
import { accountCommands } from './commands/accounts.ts'
import { paymentCommands } from './commands/payments.ts'
import { settingCommands } from './commands/settings.ts'
import { webhookCommands } from './commands/webhooks.ts'
import type { Sandbox } from './state.ts'

/** What can be done to the sandbox, in the process and over HTTP. */
export const commands = {
  ...settingCommands,
  ...paymentCommands,
  ...accountCommands,
  ...webhookCommands,
}

export type Control = ControlOf<typeof commands>

/** Runs a command by name; undefined where there is none. Throws what is wrong with its input. */
export const stripeCommand = (name: string) => commandNamed(commands, name)

/** The commands as functions on one sandbox. */
export const createStripeControl = (sandbox: Sandbox): Control => createControl(commands, sandbox)
