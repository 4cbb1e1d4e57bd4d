import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
} from 'graphql'

/** A source of chance that a seed makes the same each time (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  below(limit: number) {
    return Math.floor(this.next() * limit)
  }

  chance(probability: number) {
    return this.next() < probability
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('Nothing to choose from')
    return item
  }
}

const texts = [
  '',
  'a',
  'acme',
  '💥',
  'a b c',
  '\\u0000',
  '\\ud800',
  '%',
  "'",
  '\\\\',
  'x'.repeat(300),
]
const numbers = [
  '0',
  '1',
  '-1',
  '20',
  '100',
  '101',
  '2147483648',
  '1e400',
  '1.5',
  '99999999999999999999',
]
const ids = [
  'SXNzdWU6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw',
  'SXNzdWU6MQ',
  'nope',
  '====',
]
const others = ['null', 'true', '[]', '{}', 'NOPE', '[[[]]]', '$v', '{a: {a: {a: 1}}}', '""""""']

const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode
const kinds = [QUERY, QUERY, QUERY, QUERY, MUTATION, SUBSCRIPTION]

/** Fields that would ask GitHub or Stripe, or send mail. */
const outside = /^(importIssue|requestMagicLink|createPledge|updatePledge|payPledge)/

/** Writes random operations over a schema: most are valid, or nearly. */
export class DocumentWriter {
  readonly #schema: GraphQLSchema
  readonly #random: Random

  constructor(schema: GraphQLSchema, random: Random) {
    this.#schema = schema
    this.#random = random
  }

  document(): string {
    const random = this.#random
    const kind = random.of(kinds)
    const root = this.#schema.getRootType(kind)
    const head = random.chance(0.2) ? `${kind} Q($v: Int = 1)` : kind
    const operation = `${head} ${this.#selection(root, random.below(7) + 1)}`
    return random.chance(0.15) ? this.#damaged(operation) : operation
  }

  #damaged(text: string) {
    const random = this.#random
    const at = random.below(text.length)
    const end = at + random.below(5)
    const insert = random.of([
      '',
      '{',
      '}',
      '(',
      '"',
      '...',
      '@skip(if: true)',
      '$',
      '!',
      ' ',
      '\u0000',
      '#',
      ':',
    ])
    return text.slice(0, at) + insert.repeat(random.below(3)) + text.slice(end)
  }

  #fieldsOf(type: GraphQLNamedType | null | undefined): GraphQLField<unknown, unknown>[] {
    if (!isObjectType(type) && !isInterfaceType(type)) return []
    return Object.values(type.getFields()).filter(({ name }) => !outside.test(name))
  }

  #selection(type: GraphQLNamedType | null | undefined, depth: number): string {
    const random = this.#random
    const fields = this.#fieldsOf(type).filter(
      (field) => depth > 1 || !isCompositeType(getNamedType(field.type)),
    )
    const parts = Array.from({ length: random.below(4) + 1 }, () => {
      if (fields.length === 0 || random.chance(0.05)) return '__typename'
      return this.#field(random.of(fields), depth)
    })
    if (isAbstractType(type) && random.chance(0.7)) {
      const possible = random.of(this.#schema.getPossibleTypes(type))
      parts.push(`... on ${possible.name} ${this.#selection(possible, depth - 1)}`)
    }
    return `{ ${parts.join(' ')} }`
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const random = this.#random
    const named = getNamedType(field.type)
    const alias = random.chance(0.2) ? `${random.of(['a', 'b', 'c'])}${random.below(9)}: ` : ''
    const directive = random.chance(0.05)
      ? ` @${random.of(['skip', 'include'])}(if: ${random.of(['true', 'false', '1'])})`
      : ''
    const below = isCompositeType(named) ? ` ${this.#selection(named, depth - 1)}` : ''
    return `${alias}${field.name}${this.#arguments(field.args)}${directive}${below}`
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const random = this.#random
    const chosen = args.filter(({ type }) => random.chance(isNonNullType(type) ? 0.97 : 0.3))
    if (chosen.length === 0) return ''
    return `(${chosen.map(({ name, type }) => `${name}: ${this.#value(type, 4)}`).join(', ')})`
  }

  #value(type: GraphQLInputType, depth: number): string {
    const random = this.#random
    if (random.chance(0.02) || depth === 0) return random.of(others)
    if (isNonNullType(type)) return this.#value(type.ofType, depth)
    if (isListType(type)) {
      const items = Array.from({ length: random.below(3) }, () =>
        this.#value(type.ofType, depth - 1),
      )
      return `[${items.join(', ')}]`
    }
    if (isEnumType(type)) return random.of(type.getValues()).name
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) =>
        random.chance(isNonNullType(field.type) ? 0.97 : 0.4),
      )
      return `{${fields.map((field) => `${field.name}: ${this.#value(field.type, depth - 1)}`).join(', ')}}`
    }
    if (type.name === 'Boolean') return random.of(['true', 'false'])
    if (['Int', 'Float', 'Cents'].includes(type.name)) return random.of(numbers)
    if (type.name === 'ID') return `"${random.of(ids)}"`
    return `"${random.of(texts)}"`
  }
}
