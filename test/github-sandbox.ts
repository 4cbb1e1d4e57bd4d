import { startWithApp } from '../sandbox/github/testing.ts'
import { startTestApp } from './app.ts'

/**
 * The application beside a sandbox of GitHub in which its App is installed. With a worker, it gets
 * the sandbox's webhooks too.
 */
export const startWithGithub = async (
  settings: Record<string, string> = {},
  { worker = false } = {},
) => {
  const github = await startWithApp()
  const app = await startTestApp({
    worker,
    settings: {
      GITHUB_APP_ID: `${github.appId}`,
      GITHUB_APP_PRIVATE_KEY: github.keys.privateKey,
      GITHUB_API_URL: github.apiUrl,
      ...settings,
    },
  })
  if (worker) {
    github.webhooks.sendTo(`${app.address}/webhooks/github`, app.env.GITHUB_WEBHOOK_SECRET)
  }
  /** Requests to an address of the API since the sandbox started, with what they were answered. */
  const requestsTo = (path: string) =>
    github.control
      .listRequests()
      .filter((request) => request.path.startsWith(`/api/v3${path}`))
      .map(({ status }) => status)
  return {
    app,
    github,
    requestsTo,
    stop: async () => {
      await app.stop()
      await github.stop()
    },
  }
}
