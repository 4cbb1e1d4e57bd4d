import type { z } from 'zod'
import type { Incoming, Reply } from '../lib/http.ts'

export { cookieOf, type Incoming, type Reply, readIncoming, writeReply } from '../lib/http.ts'

type Fault = { resource?: string; field: string; code: string; message: string }

/** GitHub's way to refuse: a status, a message, sometimes which fields are wrong. */
export class GithubError extends Error {
  readonly status: number
  readonly errors: Fault[] | undefined

  constructor(status: number, message: string, errors?: Fault[]) {
    super(message)
    this.status = status
    this.errors = errors
  }

  toReply(): Reply {
    const { status, message, errors } = this
    const documentation_url = 'https://docs.github.com/rest'
    return {
      status,
      body: { message, ...(errors && { errors }), documentation_url, status: `${status}` },
    }
  }
}

/** Where something is now ("Best practices for using the REST API": follow redirects). */
export class MovedError extends GithubError {
  readonly location: string

  constructor(status: 301 | 307, location: string) {
    super(status, status === 301 ? 'Moved Permanently' : 'Temporary Redirect')
    this.location = location
  }

  override toReply(): Reply {
    const { status, message, location } = this
    const documentation_url =
      'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects'
    return { status, headers: { location }, body: { message, url: location, documentation_url } }
  }
}

export const notFound = () => new GithubError(404, 'Not Found')
export const forbidden = () => new GithubError(403, 'Resource not accessible by integration')

/** A query's or form's values by name; the last where a name comes twice. */
const fieldsOf = (values: URLSearchParams) => Object.fromEntries(values)

const faultsOf = (issue: z.core.$ZodIssue): Fault[] => {
  const field = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: key, code: 'unknown', message: 'is not a parameter' }))
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return [{ field, code: missing ? 'missing_field' : 'invalid', message: issue.message }]
}

/** What was sent, by a schema. Throws 422 with every fault, in GitHub's shape. */
export const check = <Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
): z.output<Schema> => {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new GithubError(422, 'Validation Failed', result.error.issues.flatMap(faultsOf))
}

/** The query by a schema; stricter than GitHub, which passes over parameters it does not know. */
export const queryOf = <Schema extends z.ZodType>({ url }: Incoming, schema: Schema) =>
  check(schema, fieldsOf(url.searchParams))

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    throw new GithubError(400, 'Problems parsing JSON')
  }
}

const isForm = ({ headers }: Incoming) =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded')

/** A form's or a JSON body's fields; none when it is empty. */
export const bodyOf = <Schema extends z.ZodType>(incoming: Incoming, schema: Schema) => {
  if (isForm(incoming)) return check(schema, fieldsOf(new URLSearchParams(incoming.body)))
  return check(schema, incoming.body === '' ? {} : parseJson(incoming.body))
}
