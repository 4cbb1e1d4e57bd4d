/** Texts that make a parser look at everything again and again. */

/** A text of exactly so many characters, made of one piece. */
const repeat = (piece: string, length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

const pieces = [
  ...['_a__', '**a*_', '*a **b ', '__a__b', '~a ~~b ', '`a``b', '*', '_', '~', '`', '\\', '|', '#'],
  ...['> ', '>', '> - ', '- ', '1. ', '- [ ] ', '  - a\n', '\t', ' ', ' \n', '\n', '\r\n', '# '],
  ...['[', '![[', '[a](', '![](', '[](', '[a](b', '[a][', '[^a]', '[a]: b\n', '[[a]]', '(((', ')'],
  ...[
    '<',
    '<a ',
    '<a href="',
    '<!--',
    '<!-- a --',
    '<?',
    '<![CDATA[',
    '<div>',
    '</',
    '<a>#1',
    '<b a=',
  ],
  ...[
    '&',
    '&a',
    '&#',
    '&#1;',
    'http://',
    'https://a.b/',
    'www.a ',
    'a@',
    'a@b.',
    '<http:',
    'a.',
    '@a',
  ],
  ...[
    '```\n',
    '~~~',
    'a\n=',
    'a\n-',
    '|a',
    '|-',
    '|\n',
    'a|b\n-|-\n',
    '"',
    "'",
    '*_[`<>~|\n',
    'é',
    '😀',
  ],
  ...['#1', 'a/b#1', 'a#1 ', '#1a', 'https://github.com/a/b/issues/1', 'https://github.com/', '/a'],
  ...['<!-- POLAR PLEDGE BADGE START -->', '<!-- POLAR PLEDGE BADGE END -->'],
  ...['<!-- POLAR PLEDGE BADGE START --><!-- POLAR PLEDGE BADGE END -->'],
  ...[
    '<!-- POLAR PLEDGE BADGE -->\n[![',
    '<!-- POLAR PLEDGE BADGE -->\n<a>',
    '<!-- POLAR PLEDGE BADGE',
  ],
  ...['<!--POLAR PLEDGE BADGE-->', '<!-- POLAR PLEDGE BADGE -->\n<a></a>', '<!-- POLAR '],
]

const badge = (inner: string) =>
  `<!-- POLAR PLEDGE BADGE START -->${inner}<!-- POLAR PLEDGE BADGE END -->`

const deep = (open: string, close: string, length: number) => {
  const levels = Math.floor(length / (open.length + close.length))
  return open.repeat(levels) + close.repeat(levels)
}

/** Every kind of catastrophic text we know of, each so many characters long, by name. */
export const catastrophes = (length: number): Record<string, string> => ({
  ...Object.fromEntries(pieces.map((piece) => [JSON.stringify(piece), repeat(piece, length)])),
  // What opens and what closes, the one after all of the other.
  ...Object.fromEntries(
    [
      ['(', ')'],
      ['[', ']'],
      ['[', '](a)'],
      ['<b>', '</b>'],
      ['**', '**'],
      ['*', '**'],
      ['_', '*'],
      ['`', '``'],
      ['<!--', '-->'],
      [badge('').slice(0, 33), badge('').slice(33)],
    ].map(([open = '', close = '']) => [`${open} … ${close}`, deep(open, close, length)]),
  ),
  'forty paragraphs of _a__': repeat(`${'_a__'.repeat(length / 160)}\n\n`, length),
  'references to one definition': `[a]: /u\n${repeat('[a]', length - 8)}`,
  'a wide table': ['|a', '|-', '|a']
    .map((cell) => repeat(cell, Math.floor(length / 3) - 1))
    .join('\n'),
  'a long table': `a|b\n-|-\n${repeat('|\n', length - 8)}`,
  'lists within lists': Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}- a`)
    .join('\n')
    .slice(0, length),
  'a badge around spaces': badge(repeat(' \n', length - 64)),
  'spaces at the end of each line': repeat(`${' '.repeat(200)}a\n`, length),
  'one word': repeat('a', length),
  'one number': `#${repeat('1', length - 1)}`,
})
