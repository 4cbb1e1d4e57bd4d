/** A piece of HTML that stands as it is; only `html` makes one. */
class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString() {
    return this.#text
  }
}

export type Html = Markup

type Printable = string | number | bigint

/** What may be put into `html`. */
export type HtmlValue = Printable | Html | readonly HtmlValue[]

/** Where in the HTML a value stands. */
type Place = 'text' | 'attribute' | 'url'

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** Comments, whole script and style elements, and all other tags, as far as they are closed. */
const closed =
  /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>|<(?!script|style)[!/]?[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi

const urlAttributes = new Set(['href', 'src', 'action', 'formaction'])

/** The browser strips white space and control characters from addresses, so none may be there. */
const safeUrl = /^(?:https?:\/\/|mailto:|#|\/(?![/\\]))[^\s\p{Cc}]*$/iu

const refuse = (before: string, reason: string): never => {
  throw new TypeError(`${reason}, after ${JSON.stringify(before.slice(-40))}`)
}

const placeAfter = (before: string): Place => {
  const [open] = /<(?:!--|[!/]?[a-z])[\s\S]*$/i.exec(before.replace(closed, '')) ?? []
  if (open === undefined) return 'text'
  const unquoted = open.replace(/"[^"]*"|'[^']*'/g, '_')
  const [, name = '', start] = /\s([^\s=]+)\s*=\s*["']([\s\S]*)$/.exec(unquoted) ?? []
  if (start === undefined || /^<(?:!|script|style)/i.test(open) || /^on/i.test(name)) {
    return refuse(before, 'A value may stand in text or in quotes of an attribute')
  }
  return urlAttributes.has(name.toLowerCase()) && start === '' ? 'url' : 'attribute'
}

/** The places of a template's values; a template in the source is one and the same object. */
const known = new WeakMap<TemplateStringsArray, Place[]>()

const placesOf = (strings: TemplateStringsArray) => {
  let places = known.get(strings)
  if (!places) {
    places = strings.slice(1).map((_, index) => placeAfter(strings.slice(0, index + 1).join('_')))
    known.set(strings, places)
  }
  return places
}

const print = (value: unknown, before: string): string => {
  if (typeof value === 'string' || typeof value === 'bigint') return `${value}`
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`
  const kind = value === null || typeof value === 'number' ? `${value}` : typeof value
  return refuse(before, `A value is ${kind}`)
}

const render = (value: unknown, place: Place, before: string): string => {
  if (Array.isArray(value)) return value.map((item) => render(item, place, before)).join('')
  if (value instanceof Markup && place === 'text') return value.toString()
  const text = print(value, before)
  if (place === 'url' && !safeUrl.test(text)) refuse(before, 'A value is not a safe address')
  return escaped(text)
}

/**
 * Tagged template: HTML with every value escaped. An `Html` stays as it is, a list is joined.
 * Throws a TypeError for a missing value (undefined, null), for what has no text of its own
 * (objects, booleans, NaN), for an address that is not http, https, mailto, `#…` or `/…`, and
 * where escaping can't help: unquoted attributes, event handlers, scripts, styles, comments.
 */
export const html = (strings: TemplateStringsArray, ...values: HtmlValue[]): Html => {
  const places = placesOf(strings)
  const text = strings.map((literal, index) => {
    const place = places[index]
    return place ? literal + render(values[index], place, literal) : literal
  })
  return new Markup(text.join(''))
}

/** Tagged template: plain text. Throws a TypeError for a missing value, as `html` does. */
export const line = (strings: TemplateStringsArray, ...values: Printable[]): string =>
  strings
    .map((literal, index) =>
      index < values.length ? literal + print(values[index], literal) : literal,
    )
    .join('')
