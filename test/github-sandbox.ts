import { startWithApp } from '../sandbox/github/testing.ts'
import { startTestApp } from './app.ts'

/** The application beside a sandbox of GitHub in which its App is installed; no worker runs. */
export const startWithGithub = async (settings: Record<string, string> = {}) => {
  const github = await startWithApp()
  const app = await startTestApp({
    worker: false,
    settings: {
      GITHUB_APP_ID: `${github.appId}`,
      GITHUB_APP_PRIVATE_KEY: github.keys.privateKey,
      GITHUB_API_URL: github.apiUrl,
      ...settings,
    },
  })
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
