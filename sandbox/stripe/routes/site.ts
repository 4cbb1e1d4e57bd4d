import { z } from 'zod'
import { type Handle, type Route, route } from '../../lib/router.ts'
import { commands, stripeCommand } from '../control.ts'
import { StripeFault } from '../errors.ts'
import type { Sandbox } from '../state.ts'

const explain = (error: unknown) => {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  return error instanceof Error ? error.message : `${error}`
}

const parse = (body: string): unknown => {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    throw new StripeFault(400, 'Problems parsing JSON')
  }
}

const runCommand: Handle<Sandbox> = async (sandbox, incoming) => {
  // A page of another origin can't send JSON without being asked first, which nothing here answers.
  if (!incoming.headers['content-type']?.startsWith('application/json')) {
    throw new StripeFault(415, 'Send JSON')
  }
  const run = stripeCommand(incoming.params.name ?? '')
  if (!run) throw new StripeFault(404, 'There is no such command')
  const given = parse(incoming.body)
  try {
    const result = await run(sandbox, given)
    return result === undefined ? { status: 204 } : { status: 200, body: result }
  } catch (error) {
    throw new StripeFault(422, explain(error))
  }
}

/** What tests and people do to the sandbox. */
export const control: Route<Sandbox>[] = [
  route('GET /_sandbox', () => ({ status: 200, body: { commands: Object.keys(commands) } })),
  route('POST /_sandbox/{name}', runCommand),
]
