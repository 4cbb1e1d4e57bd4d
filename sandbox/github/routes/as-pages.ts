import { GithubError } from '../http.ts'
import { notFoundPage, refusal } from '../pages/html.ts'
import type { Handle } from '../router.ts'

/** What a browser asks for: pages instead of JSON, errors included. */
export const asPages =
  (handle: Handle): Handle =>
  async (sandbox, incoming) => {
    try {
      return await handle(sandbox, incoming)
    } catch (error) {
      if (!(error instanceof GithubError)) throw error
      const faults = (error.errors ?? [])
        .map(({ field, message }) => `${field}: ${message}.`)
        .join(' ')
      return error.status === 404 ? notFoundPage() : refusal(error.status, error.message, faults)
    }
  }
