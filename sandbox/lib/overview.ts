import { z } from 'zod'
import type { Commands } from './control.ts'
import { escapeHtml, page } from './html.ts'
import type { Reply } from './http.ts'

const styles = `
body { place-items: start center }
main { max-width: 880px }
a, a strong { color: var(--accent) }
section { padding: 18px 24px; border-top: 1px solid var(--line) }
section h2 { margin: 0 0 10px; font-size: 15px }
section p { font-size: 13px; margin-bottom: 10px }
ul { border: 0 }
li { padding: 9px 0; overflow-wrap: anywhere }
li small { color: var(--soft); font-size: 13px }
.row { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px }
.row .grow { flex: 1; min-width: 200px }
summary { cursor: pointer; color: var(--soft); font-size: 13px }
code { font: 13px/1.5 ui-monospace, monospace }
pre { margin: 8px 0 0; padding: 12px; overflow-x: auto; border-radius: 8px; background: var(--back);
  font: 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
`

const secrets = new Set(['client_secret', 'secret'])

/** A line that opens to the whole object as JSON. Secrets in it are left out. */
export const objectDetails = (thing: object) => {
  const text = JSON.stringify(thing, (key, value) => (secrets.has(key) ? undefined : value), 2)
  return `<details><summary>Show the object</summary><pre>${escapeHtml(text)}</pre></details>`
}

type Line = { title: string; text: string; end?: string; thing?: object; address?: string }

/** One thing of a list. All but `address`, which is a path, is text. */
const line = ({ title, text, end = '', thing, address }: Line) => {
  const name = `<strong>${escapeHtml(title)}</strong>`
  const link = address === undefined ? name : `<a href="${escapeHtml(address)}">${name}</a>`
  return `<li><div class="row"><span class="grow">${link}<br><small>${escapeHtml(text)}</small></span><small>${escapeHtml(end)}</small></div>${thing ? objectDetails(thing) : ''}</li>`
}

/** A list with its title; `nothing` is said where the list is empty. */
export const listSection = (title: string, lines: Line[], nothing: string) =>
  `<section><h2>${escapeHtml(title)}</h2>${
    lines.length === 0 ? `<p>${escapeHtml(nothing)}</p>` : `<ul>${lines.map(line).join('\n')}</ul>`
  }</section>`

type Input = { properties?: Record<string, unknown>; required?: string[] }

const fieldsOf = (input: z.ZodType) => {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' }) as Input
  return Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`))
}

const commandLine = ([name, { input }]: [string, Commands[string]]) => {
  const fields = fieldsOf(input)
  return `<li><code><strong>${escapeHtml(name)}</strong>${fields.length === 0 ? '' : ` { ${escapeHtml(fields.join(', '))} }`}</code></li>`
}

/** Explains how to send a command, and lists all of them with their input; `?` marks optional fields. */
export const commandSection = (commands: Commands, origin: string, example: [string, string]) => {
  const [name, body] = example
  const call = `curl -sS ${origin}/_sandbox/${name} -H 'content-type: application/json' -d '${body}'`
  return `<section id="commands"><h2>Commands</h2><p>Commands do what people, banks and the service itself would do. Send one as JSON:</p><pre>${escapeHtml(call)}</pre>
<ul>${Object.entries(commands).map(commandLine).join('\n')}</ul></section>`
}

/** The first page of a sandbox. `text` is text, `sections` are HTML. */
export const overviewPage = (name: string, text: string, sections: string[]): Reply =>
  page(
    200,
    `${name} (sandbox)`,
    `<header><h1>${escapeHtml(name)} <span class="sandbox">sandbox</span></h1><p>${escapeHtml(text)}</p></header>${sections.join('')}`,
    { styles },
  )
