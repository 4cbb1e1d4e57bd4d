import type { Incoming, Reply } from './http.ts'
import type { Sandbox } from './state.ts'

export type Handle = (sandbox: Sandbox, incoming: Incoming) => Reply | Promise<Reply>

export type Route = { method: string; pattern: RegExp; handle: Handle }

/** A route by the signature GitHub's documentation gives it: `GET /users/{username}`. */
export const route = (signature: `${string} /${string}`, handle: Handle): Route => {
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
export const dispatch = (
  routes: Route[],
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
