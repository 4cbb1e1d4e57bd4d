import type { TestApp } from '../app.ts'
import type { Door } from './doors.ts'
import type { Headers } from './people.ts'

/** What is seen through each door, by its name. */
export type Verdicts = Record<string, string>

type Answer = {
  data?: Record<string, unknown> | null
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[]
}

const doorsAtOnce = 60

const chunksOf = <Item>(items: Item[], size: number): Item[][] =>
  items.length === 0 ? [] : [items.slice(0, size), ...chunksOf(items.slice(size), size)]

const send = async (app: TestApp, query: string, headers: Headers) => {
  const answer = (await app.query<object, object>(query, {}, headers)) as Answer
  const broken = answer.errors?.find(({ path }) => !path)
  if (broken) throw new Error(`${broken.message}: ${query}`)
  return answer
}

/** Asks again without the doors that were refused, as one refusal may hide what is beside it. */
const askSome = async (
  app: TestApp,
  wrap: (selection: string) => string,
  doors: Door[],
  headers: Headers,
): Promise<Verdicts> => {
  const selection = doors.map(({ select }, index) => `d${index}: ${select}`).join(' ')
  const { data, errors = [] } = await send(app, wrap(selection), headers)
  const isRoot = wrap('') === '{  }'
  const target = (isRoot ? data : data?.target) as Record<string, unknown> | null | undefined
  if (errors.length === 0) {
    return Object.fromEntries(
      doors.map(({ name, read }, index) => [name, target ? read(target[`d${index}`]) : '–']),
    )
  }
  const refused = new Map(
    errors.map(({ path, extensions }) => [`${path?.[isRoot ? 0 : 1] ?? 'all'}`, extensions.code]),
  )
  const all = refused.get('all')
  const codeOf = (index: number) => all ?? refused.get(`d${index}`)
  const open = doors.filter((_door, index) => !codeOf(index))
  const closed = doors.flatMap(({ name }, index) => {
    const code = codeOf(index)
    return code ? [[name, code] as const] : []
  })
  const rest = open.length > 0 ? await askSome(app, wrap, open, headers) : {}
  return { ...rest, ...Object.fromEntries(closed) }
}

/** What somebody sees through doors of an object that `wrap` reaches as `target`; of the root, else. */
export const ask = async (
  app: TestApp,
  doors: Door[],
  headers: Headers,
  wrap = (selection: string) => `{ ${selection} }`,
): Promise<Verdicts> => {
  const verdicts: Verdicts = {}
  for (const some of chunksOf(doors, doorsAtOnce)) {
    Object.assign(verdicts, await askSome(app, wrap, some, headers))
  }
  return Object.fromEntries(doors.map(({ name }) => [name, verdicts[name] ?? '']))
}

/** What somebody is told by a mutation, by the name of each case: a payload is a yes. */
export const askMutation = async (
  app: TestApp,
  field: string,
  cases: { name: string; input: object; before?: () => Promise<unknown> }[],
  headers: Headers,
) => {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { target: ${field}(input: $input) { __typename } }`
  const verdicts: Verdicts = {}
  await app.db.rateLimit.deleteMany()
  for (const { name, input, before } of cases) {
    await before?.()
    const answer = await app.query<{ target: { __typename: string } }, object>(
      document,
      { input },
      headers,
    )
    const [error] = answer.errors ?? []
    if (error && !error.path) throw new Error(`${field} ${name}: ${error.message}`)
    const typename = answer.data?.target.__typename ?? ''
    verdicts[name] = error?.extensions.code ?? (typename.endsWith('Payload') ? 'yes' : typename)
  }
  return verdicts
}
