import type { Tx } from '#context.ts'
import type { LedgerTransaction } from '#generated/prisma/client.ts'
import { fingerprintOf } from '#lib/fingerprint.ts'
import { lock } from '#lib/locks.ts'
import type { AccountName } from '../accounts.ts'
import { KeyReused } from '../errors.ts'
import { condensed, type Posting, requireBalance } from '../posting.ts'

const accountKey = ({ kind, owner, currency }: AccountName) => `${kind}\n${owner}\n${currency}`

/**
 * Accounts that any payment may open are opened by one transaction at a time: it may open others
 * later on, in another order than the next one, and both would wait for each other. The funds of a
 * backer are locked as it is, with their payment.
 */
const lockOpening = async (tx: Tx, wanted: AccountName[], found: AccountName[]) => {
  const known = new Set(found.map(accountKey))
  const isShared = (name: AccountName) =>
    name.kind !== 'BACKER_FUNDS' && !known.has(accountKey(name))
  if (wanted.some(isShared)) await lock(tx.db, 'ledger-accounts', 'opening')
}

/** The ids of accounts, which are opened if they are new. */
const idsOf = async (tx: Tx, names: AccountName[]): Promise<Map<string, string>> => {
  const wanted = [...new Map(names.map((name) => [accountKey(name), name])).values()]
  const find = () => tx.db.ledgerAccount.findMany({ where: { OR: wanted } })
  let found = await find()
  if (found.length < wanted.length) {
    await lockOpening(tx, wanted, found)
    await tx.db.ledgerAccount.createMany({ data: wanted, skipDuplicates: true })
    found = await find()
  }
  return new Map(found.map((account) => [accountKey(account), account.id]))
}

const insert = async (tx: Tx, posting: Posting, fingerprint: string) => {
  const { kind, key, causes = {}, processor, feeBasisPoints, note } = posting
  const entries = condensed(posting.entries)
  requireBalance(entries)
  const ids = await idsOf(
    tx,
    entries.map(({ account }) => account),
  )
  const transaction = await tx.db.ledgerTransaction.create({
    data: { ...causes, kind, key, fingerprint, processor, feeBasisPoints, note },
  })
  await tx.db.ledgerEntry.createMany({
    data: entries.map(({ account, amount, settlesId }) => ({
      transactionId: transaction.id,
      accountId: ids.get(accountKey(account)) ?? '',
      currency: account.currency,
      amount,
      settlesId,
    })),
  })
  return transaction
}

/**
 * Does `work` the first time that a key is used, and answers with the transaction of the first time
 * ever after. Throws KeyReused if that one was another request.
 */
export const once = async (
  tx: Tx,
  key: string,
  request: unknown,
  work: (fingerprint: string) => Promise<LedgerTransaction>,
): Promise<LedgerTransaction> => {
  await lock(tx.db, 'ledger-key', key)
  const fingerprint = fingerprintOf(request)
  const first = await tx.db.ledgerTransaction.findUnique({ where: { key } })
  if (!first) return work(fingerprint)
  if (first.fingerprint !== fingerprint) throw new KeyReused(key)
  return first
}

/**
 * Posts a transaction: entries that sum to zero in each currency, in the smallest unit, positive for
 * debit. Several entries of one account become one. The same key and content again answers with the
 * first transaction; throws KeyReused for other content, NotBalanced for entries that don't balance.
 */
export const post = (tx: Tx, posting: Posting): Promise<LedgerTransaction> => {
  const { request = posting, kind, key } = posting
  return once(tx, key, { kind, request }, (fingerprint) => insert(tx, posting, fingerprint))
}
