import type { Database } from '#lib/db.ts'

/** Whose an account is, by the id that the ledger knows them by. */
export type Roles = ReadonlyMap<string, string>

type Row = { kind: string; owner: string; amount: bigint; currency: string }

const lineOf = (rows: Row[], roles: Roles) =>
  rows
    .map(({ kind, owner, amount, currency }) => {
      const who = roles.get(owner)
      return `${kind}${who ? ` of ${who}` : ''} ${amount} ${currency}`
    })
    .sort()
    .join(', ')

/**
 * All transactions of the ledger about some pledges and payees, one a line: what happened, to whose
 * accounts, and how much. They are sorted: when something happened does not matter.
 */
export const booksOf = async (db: Database, roles: Roles): Promise<string[]> => {
  const ids = [...roles.keys()]
  const transactions = await db.ledgerTransaction.findMany({
    where: { OR: [{ pledgeId: { in: ids } }, { payeeAccountId: { in: ids } }] },
    include: { entries: { include: { account: true } } },
  })
  return transactions
    .map(({ kind, entries }) => {
      const rows = entries.map(({ amount, currency, account }) => ({
        ...{ amount, currency, kind: account.kind, owner: account.owner },
      }))
      return `${kind}: ${lineOf(rows, roles)}`
    })
    .sort()
}
