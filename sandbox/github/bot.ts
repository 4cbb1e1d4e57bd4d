import { accountByLogin } from './lookups.ts'
import type { Sandbox } from './state.ts'
import { type Account, account, nextId } from './world.ts'

/** The account that the App acts as. */
export const botOf = ({ config, state }: Sandbox): Account => {
  const login = `${config.app?.slug ?? 'app'}[bot]`
  const known = accountByLogin(state.world, login)
  if (known) return known
  const bot = account({ id: nextId(state.world), login, type: 'Bot' })
  state.world.accounts.push(bot)
  return bot
}
