import { setTimeout as sleep } from 'node:timers/promises'
import { startProcess } from '../processes.ts'
import type { Door } from './door.ts'

/** A process of the project that starts again at once when it is killed. */
export const keepAlive = async (
  file: string,
  settings: Record<string, string>,
  onDeath: () => Promise<unknown> = async () => {},
) => {
  let running = await startProcess(file, settings)
  return {
    kill: async () => {
      await running.kill()
      await onDeath()
      running = await startProcess(file, settings)
    },
    stop: () => running.stop(),
  }
}

export type Mortal = Awaited<ReturnType<typeof keepAlive>>

const pauseMs = 100
const patienceMs = 300_000

/** Whether the server wants to be asked again: it is not done with an earlier try, or Stripe is away. */
const isPassing = (answer: unknown) =>
  /still being worked on|"code":"UNAVAILABLE"/.test(JSON.stringify(answer))

/** A client that asks again, with the same words, while nobody answers or something is away. */
export const patientDoor = (address: string): Door => ({
  query: async (document, variables, headers = {}) => {
    for (const end = Date.now() + patienceMs; ; await sleep(pauseMs)) {
      try {
        const response = await fetch(`${address}/graphql`, {
          method: 'POST',
          body: JSON.stringify({ query: `${document}`, variables }),
          headers: { 'content-type': 'application/json', ...headers },
          signal: AbortSignal.timeout(40_000),
        })
        const answer = await response.json()
        if (!isPassing(answer) || Date.now() > end) return answer
      } catch (error) {
        // The connection broke, or there is nobody to connect to.
        if (Date.now() > end) throw error
      }
    }
  },
})
