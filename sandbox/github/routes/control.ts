import { z } from 'zod'
import { commandNamed, commands } from '../control.ts'
import { bodyOf, GithubError, notFound } from '../http.ts'
import { type Handle, type Route, route } from '../router.ts'

const listCommands: Handle = () => ({ status: 200, body: { commands: Object.keys(commands) } })

const explain = (error: unknown) => {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  return error instanceof Error ? error.message : `${error}`
}

const runCommand: Handle = async (sandbox, incoming) => {
  // A page of another origin can't send JSON without being asked first, which nothing here answers.
  if (!incoming.headers['content-type']?.startsWith('application/json')) {
    throw new GithubError(415, 'Send JSON')
  }
  const run = commandNamed(incoming.params.name ?? '')
  if (!run) throw notFound()
  const given = incoming.body === '' ? undefined : bodyOf(incoming, z.unknown())
  try {
    const result = await run(sandbox, given)
    return result === undefined ? { status: 204 } : { status: 200, body: result }
  } catch (error) {
    throw new GithubError(422, explain(error))
  }
}

export const control: Route[] = [
  route('GET /_sandbox', listCommands),
  route('POST /_sandbox/{name}', runCommand),
]
