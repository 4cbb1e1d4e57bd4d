// The badge stands between two comments that GitHub does not show. Before there were two, there was
// one, in front of a linked picture.

export const startMarker = '<!-- POLAR PLEDGE BADGE START -->'
export const endMarker = '<!-- POLAR PLEDGE BADGE END -->'

const anyMarker = /<!-- POLAR PLEDGE BADGE (START|END) -->/g

/** The link is of any organization: after a rename it has another name than the issue's. */
const singleMarker =
  /<!-- POLAR PLEDGE BADGE -->[ \t]*\r?\n\s*(?:\[!\[[^\]\n]*\]\([^)\n]*\)\]\([^)\n]*\)|<a\b[^<>]*>(?:(?!<\/a>|<!--)[\s\S])*<\/a>)/

type Span = { start: number; end: number }

/** The last badge that is whole: a start and the next end, with no other start between them. */
const findPair = (body: string): Span | null => {
  let found: Span | null = null
  let start: number | null = null
  for (const { 0: marker, 1: kind, index } of body.matchAll(anyMarker)) {
    if (kind === 'START') {
      start = index
    } else if (start !== null) {
      found = { start, end: index + marker.length }
      start = null
    }
  }
  return found
}

const findSingle = (body: string): Span | null => {
  const match = singleMarker.exec(body)
  return match && { start: match.index, end: match.index + match[0].length }
}

const find = (body: string) => findPair(body) ?? findSingle(body)

/** Text after a badge stays, as a paragraph of its own. */
const cut = (body: string, { start, end }: Span) => {
  const before = body.slice(0, start).trimEnd()
  const after = body.slice(end).replace(/^(?:[ \t]*\r?\n)+/, '')
  if (after.trim() === '') return before
  return before === '' ? after : `${before}\n\n${after}`
}

/** Whether the text of an issue carries a badge: a lone marker is none. */
export const hasBadge = (body: string) => find(body) !== null

/**
 * The text of an issue without its badges, of either format and for whatever organization. Text
 * before and after them stays; white space at the end goes. Markers that enclose nothing stay too:
 * nobody knows what is to be cut there.
 */
export const withoutBadge = (body: string): string => {
  let text = body
  for (let span = find(text); span; span = find(text)) text = cut(text, span)
  return text.trimEnd()
}
