import type { Incoming, Reply } from './http.ts'

export type Handle<Sandbox> = (sandbox: Sandbox, incoming: Incoming) => Reply | Promise<Reply>

export type Route<Sandbox> = { method: string; pattern: RegExp; handle: Handle<Sandbox> }

/** A route by the signature documentation gives it: `GET /users/{username}`. */
export const route = <Sandbox>(
  signature: `${string} /${string}`,
  handle: Handle<Sandbox>,
): Route<Sandbox> => {
  const [method = '', path = ''] = signature.split(' ')
  const pattern = path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return { method, pattern: new RegExp(`^${pattern}$`), handle }
}

const decode = (value: string) => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** The answer of the route that fits, undefined where none does. */
export const dispatch = <Sandbox>(
  routes: Route<Sandbox>[],
  sandbox: Sandbox,
  incoming: Incoming,
  path: string,
): Reply | Promise<Reply> | undefined => {
  for (const { method, pattern, handle } of routes) {
    const match = method === incoming.method ? pattern.exec(path) : null
    if (!match) continue
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decode(value)])
    return handle(sandbox, { ...incoming, params: Object.fromEntries(params) })
  }
  return undefined
}
