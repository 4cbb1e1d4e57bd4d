import { type OpenCollectiveOptions, startOpenCollectiveSandbox } from './server.ts'

/** A sandbox, and the settings with which the application asks it. */
export const startWithSettings = async (options: OpenCollectiveOptions = {}) => {
  const sandbox = await startOpenCollectiveSandbox(options)
  return {
    ...sandbox,
    settings: { OPEN_COLLECTIVE_API_URL: sandbox.url, OPEN_COLLECTIVE_TOKEN: 'personal' },
  }
}

export type TestOpenCollective = Awaited<ReturnType<typeof startWithSettings>>
