/** A decoded form: names with brackets are objects, those with numbers or nothing in them lists. */
export type Tree = { [name: string]: Tree | Tree[] | string | string[] }
type Node = Map<string, Node | string>

const maxDepth = 10

/** `a[b][0]` as its steps; an empty step counts on. */
const stepsOf = (name: string): string[] => {
  const [, first = name, rest = ''] = /^([^[]*)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  return [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step)]
}

const put = (into: Node, steps: string[], value: string) => {
  let node = into
  const last = steps.length - 1
  for (const [place, step] of steps.slice(0, maxDepth).entries()) {
    const name = step === '' ? `${node.size}` : step
    if (place === last) node.set(name, value)
    else {
      const known = node.get(name)
      const next: Node = known instanceof Map ? known : new Map()
      node.set(name, next)
      node = next
    }
  }
}

const toTree = (node: Node | string): Tree | Tree[] | string | string[] => {
  if (typeof node === 'string') return node
  const entries = [...node].map(([name, value]) => [name, toTree(value)] as const)
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))
  if (isList) return entries.map(([, value]) => value) as Tree[] | string[]
  return Object.fromEntries(entries)
}

/** A query or form body as Stripe's clients encode it: `items[0][price]=…&expand[]=…`. */
export const parseForm = (text: string): Tree => {
  const root: Node = new Map()
  for (const [name, value] of new URLSearchParams(text)) put(root, stepsOf(name), value)
  return Object.fromEntries([...root].map(([name, value]) => [name, toTree(value)]))
}
