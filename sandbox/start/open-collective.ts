import { startSandbox } from '../lib/child.ts'

/** Starts Open Collective's sandbox and has this process's settings lead there. */
export const startOpenCollective = async (): Promise<void> => {
  const main = new URL('../open-collective/main.ts', import.meta.url)
  const { ready } = await startSandbox('Open Collective', main, {})
  process.env.OPEN_COLLECTIVE_API_URL = ready
}
