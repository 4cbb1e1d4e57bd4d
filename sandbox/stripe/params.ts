import { z } from 'zod'
import { InvalidParameter } from './errors.ts'

const fail = (context: z.RefinementCtx, code: string, message: string) => {
  context.addIssue({ code: 'custom', message, params: { code } })
  return z.NEVER
}

const toNumber = (least: number) => (given: string, context: z.RefinementCtx) => {
  if (!/^-?\d{1,15}$/.test(given)) {
    return fail(context, 'parameter_invalid_integer', `Invalid integer: ${given}`)
  }
  const number = Number(given)
  if (number >= least) return number
  const message = `This value must be greater than or equal to ${least}.`
  return fail(context, 'parameter_invalid_integer', message)
}

/** Any whole number, such as a change of a balance. */
export const integer = z.string().transform(toNumber(Number.MIN_SAFE_INTEGER))
/** A whole number from 0: a time, an amount. */
export const natural = z.string().transform(toNumber(0))
/** A whole number from 1. */
export const positive = z.string().transform(toNumber(1))
export const text = z.string().min(1).max(5000)
export const flag = z.enum(['true', 'false']).transform((given) => given === 'true')
export const currency = z.string().transform((given, context) => {
  const code = given.toLowerCase()
  if (/^[a-z]{3}$/.test(code)) return code
  return fail(context, 'parameter_invalid', `Invalid currency: ${given}`)
})
export const email = text.transform((given, context) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given)
    ? given
    : fail(context, 'email_invalid', `Invalid email address: ${given}`),
)
export const address = text.transform((given, context) =>
  URL.canParse(given) ? given : fail(context, 'url_invalid', 'Not a valid URL'),
)

/** A value that an empty string unsets. */
export const clearable = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => null), schema])

export const listOf = <Schema extends z.ZodType>(schema: Schema) => z.array(schema)

/** A moment or the bounds of one, as lists are filtered by. */
export const range = z.union([
  natural.transform((gte) => ({ gte, lte: gte }) as { [bound: string]: number | undefined }),
  z.strictObject({
    gt: natural.optional(),
    gte: natural.optional(),
    lt: natural.optional(),
    lte: natural.optional(),
  }),
])

export const isWithin = (value: number, bounds: z.output<typeof range> | undefined) => {
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = bounds ?? {}
  return value > gt && value >= gte && value < lt && value <= lte
}

const maxKeys = 50

/** What was sent as metadata; an empty string unsets a key, or all of it ("Metadata"). */
export const metadata = clearable(
  z.record(z.string(), z.string()).superRefine((given, context) => {
    for (const [key, value] of Object.entries(given)) {
      if (key.length > 40 || /[[\]]/.test(key)) {
        fail(context, 'parameter_invalid', `Metadata keys can have up to 40 characters: ${key}`)
      }
      if (value.length > 500) {
        const count = `${value.length} characters`
        fail(
          context,
          'parameter_invalid',
          `Metadata values can have up to 500 characters: ${key} has ${count}`,
        )
      }
    }
  }),
)

type Metadata = Record<string, string>

/** Metadata after a change. Throws 400 when there would be more than 50 keys. */
export const mergeMetadata = (before: Metadata, given: Metadata | null | undefined): Metadata => {
  if (given === null) return {}
  const merged = Object.entries({ ...before, ...given }).filter(([, value]) => value !== '')
  if (merged.length > maxKeys) {
    throw new InvalidParameter(400, `You can have up to ${maxKeys} metadata keys.`, {
      param: 'metadata',
    })
  }
  return Object.fromEntries(merged)
}

export const addressFields = z.strictObject({
  city: clearable(text).optional(),
  country: clearable(text).optional(),
  line1: clearable(text).optional(),
  line2: clearable(text).optional(),
  postal_code: clearable(text).optional(),
  state: clearable(text).optional(),
})

/** An address with nothing left out. */
export const toAddress = (given: z.output<typeof addressFields>) => ({
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
  ...given,
})

const nameOf = (path: PropertyKey[]) =>
  path.map((step, place) => (place === 0 ? String(step) : `[${String(step)}]`)).join('')

type Issue = z.core.$ZodIssue

/** The fault of the alternative that came nearest. */
const innermost = (issue: Issue): Issue => {
  if (issue.code !== 'invalid_union') return issue
  const nearest = issue.errors.at(-1)?.[0]
  return nearest ? innermost({ ...nearest, path: [...issue.path, ...nearest.path] }) : issue
}

const faultOf = (given: Issue): InvalidParameter => {
  const issue = innermost(given)
  const param = nameOf(issue.path)
  const refuse = (message: string, code?: string, name = param) =>
    new InvalidParameter(400, message, { code, param: name })
  if (issue.code === 'unrecognized_keys') {
    const name = nameOf([...issue.path, issue.keys[0] ?? ''])
    return refuse(`Received unknown parameter: ${name}`, 'parameter_unknown', name)
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return refuse(`Missing required param: ${param}.`, 'parameter_missing')
  }
  if (issue.code === 'too_small') {
    return refuse(`You passed an empty value for '${param}'.`, 'parameter_invalid_empty')
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String).join(', ')
    return refuse(`Invalid ${param}: must be one of ${values}`)
  }
  if (issue.code === 'custom') return refuse(issue.message, `${issue.params?.code}`)
  return refuse(`Invalid ${param}: ${issue.message}`)
}

/** What was sent, by a schema. Throws 400 with the first fault. */
export const check = <Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
): z.output<Schema> => {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const issues = result.error.issues
  // Stripe names what it does not know before what it misses.
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  throw first ? faultOf(first) : new InvalidParameter(400, 'Invalid request')
}
