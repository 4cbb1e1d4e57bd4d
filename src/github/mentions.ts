/** An issue as a text names it: `#1`, `owner#1`, `owner/repository#1` or by its address. */
export type Mention = { owner: string | null; repository: string | null; number: number }

const owner = '(?<owner>[a-z\\d](?:[a-z\\d_-]{0,60}[a-z\\d])?)'
// GitHub has neither `.` nor `..`, which would make another address of ours.
const repository = '(?<repository>(?!\\.\\.?(?![\\w.-]))[\\w.-]{1,100})'
// Possessive by hand: what follows is neither a letter nor one more digit, so `#123b` is not `#12`.
const number = '(?<number>[1-9]\\d{0,9})(?![\\p{L}\\d])'

/**
 * What we stop at. Text of links goes first and is skipped: a link says itself what it names.
 * Each part is bounded or ends where the next of its kind begins, so time stays linear.
 */
const marks = new RegExp(
  [
    '\\[[^\\[\\]]*\\](?=\\(<?https?:\\/\\/)',
    '(?<=<a\\s[^<>]*>)[^<]+(?=<\\/a>)',
    '(?<scheme>[a-z][a-z\\d+.-]{0,30}:\\/\\/)',
    // The tail of an address or of a longer word is none, and neither is `&#39;`.
    `(?:(?<![\\w.\\/@&#-])${owner}(?:\\/${repository})?|(?<![a-z\\d\\/@&#]))#${number}`,
  ].join('|'),
  'giu',
)

const link = new RegExp(
  `https?:\\/\\/(?:www\\.)?github\\.com\\/${owner}\\/${repository}(?:\\/issues\\/|#)${number}`,
  'iuy',
)

/** Numbers of issues fit the column that holds them. */
const greatestNumber = 2_147_483_647

const toMention = (groups: Record<string, string | undefined>): Mention => ({
  owner: groups.owner ?? null,
  repository: groups.repository ?? null,
  number: Number(groups.number),
})

/** Where an address ends: at white space, or at a bracket that it did not open. */
const endOfAddress = (text: string, start: number): number => {
  let open = 0
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (/[\s<>"`]/.test(character)) return at
    if (character === '(' || character === '[') open++
    if ((character === ')' || character === ']') && --open < 0) return at
  }
  return text.length
}

/** The mention that an address is, if any, and where to read on. */
const readAddress = (text: string, start: number): { mention: Mention | null; end: number } => {
  link.lastIndex = start
  const groups = link.exec(text)?.groups
  const mention = groups ? toMention(groups) : null
  const end = mention ? link.lastIndex : start
  // After a whole link, what else belongs to it tells of a place on that page.
  const goesOn = !mention || /[/?#&=%]/.test(text.charAt(end))
  return { mention, end: goesOn ? endOfAddress(text, end) : end }
}

/** What two mentions of one issue have in common, whatever their letters' case. */
const keyOf = ({ owner, repository, number }: Mention) =>
  (owner && repository ? `${owner}/${repository}#${number}` : `#${number}`).toLowerCase()

/**
 * The issues that a text names, each once: shorthands first, then links to github.com. Neither
 * pull requests (`/pull/1`) nor addresses on other hosts count. Takes time in proportion to the
 * text. The forms are those of GitHub's "Autolinked references and URLs".
 */
export const mentionsIn = (text: string): Mention[] => {
  const shorthands: Mention[] = []
  const links: Mention[] = []
  let at = 0
  for (;;) {
    marks.lastIndex = at
    const match = marks.exec(text)
    if (!match) break
    at = marks.lastIndex
    if (match.groups?.scheme) {
      const { mention, end } = readAddress(text, match.index)
      at = Math.max(at, end)
      if (mention) links.push(mention)
    } else if (match.groups?.number) shorthands.push(toMention(match.groups))
  }
  const found = new Map<string, Mention>()
  for (const mention of [...shorthands, ...links]) {
    const key = keyOf(mention)
    if (mention.number <= greatestNumber && !found.has(key)) found.set(key, mention)
  }
  return [...found.values()]
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** Whether a mention in a text of this repository means an issue of the same repository. */
export const isOwn = (mention: Mention, place: { owner: string; repository: string }): boolean =>
  (mention.owner === null || isSame(mention.owner, place.owner)) &&
  (mention.repository === null || isSame(mention.repository, place.repository))
