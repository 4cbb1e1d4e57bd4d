import { type Role, roles } from './people.ts'
import type { Section } from './table.ts'

const titles: Record<Role, string> = {
  anonymous: 'anonymous',
  stranger: 'stranger',
  member: 'member',
  admin: 'admin',
  formerMember: 'former member',
  formerAdmin: 'former admin',
  backer: 'backer',
  payerMember: 'payer’s member',
  payerAdmin: 'payer’s admin',
  creditedMember: 'credited member',
  creditedAdmin: 'credited admin',
  receiver: 'receiver',
  receiverMember: 'receiver’s member',
  receiverAdmin: 'receiver’s admin',
  staff: 'staff',
}

/** What tokens need for a row: said once where it is the same for whoever has them. */
const tokensOf = ({ tokens }: Section, row: string) => {
  const tried = tokens.filter(([, words]) => row in words)
  const byWords = Map.groupBy(tried, ([, words]) => words[row] ?? '')
  if (byWords.size === 1) return [...byWords.keys()].join()
  return [...byWords]
    .map(
      ([words, some]) =>
        `${some.flatMap(([who]) => who.map((role) => titles[role])).join(', ')}: ${words}`,
    )
    .join(' / ')
}

/** A table of rows; those that look the same are one. */
const tableOf = (section: Section) => {
  const lines = Object.keys(section.sessions.anonymous).map((row) => {
    const cells = [...roles.map((role) => section.sessions[role][row]), tokensOf(section, row)]
    return { row, text: cells.join(' | ') }
  })
  return [
    `### ${section.title}`,
    '',
    `| | ${roles.map((role) => titles[role]).join(' | ')} | a token needs |`,
    `| --- |${' --- |'.repeat(roles.length + 1)}`,
    ...[...Map.groupBy(lines, ({ text }) => text)].map(
      ([text, some]) => `| ${some.map(({ row }) => row).join('<br>')} | ${text} |`,
    ),
    '',
  ].join('\n')
}

/** The tables, in Markdown. */
export const render = (sections: Section[]) =>
  [...Map.groupBy(sections, ({ part }) => part)]
    .map(([title, some]) => [`## ${title}`, '', ...some.map(tableOf)].join('\n'))
    .join('\n')
