import { Prisma } from '#generated/prisma/client.ts'
import type { TestApp } from '../../app.ts'

/** A transaction of the ledger, as it stands in the database. */
export type Posted = {
  id: string
  kind: string
  batch: string
  pledgeId: string | null
  payeeAccountId: string | null
  factId: string | null
  originalId: string | null
  causeId: string | null
  /** By kind of account, positive for debit. */
  sums: Record<string, string>
}

export type Seen = {
  posted: Posted[]
  pledges: { id: string; paymentId: string | null; state: string; amount: number }[]
  /** Of those who are known here and can receive. */
  accounts: string[]
  issue: { sum: number; isConfirmed: boolean }
}

/** What was posted after a transaction, and how the rows of an issue and of payees are now. */
export const look = async (
  { db }: TestApp,
  { after, issueId, accountIds }: { after: string; issueId: string; accountIds: string[] },
): Promise<Seen> => {
  const [row] = await db.$queryRaw<{ seen: Seen }[]>(Prisma.sql`
    SELECT json_build_object(
      'posted', (
        SELECT coalesce(json_agg(posted ORDER BY id), '[]') FROM (
          SELECT id, upper(kind::text) AS kind, made_in::text AS batch, pledge_id AS "pledgeId",
            payee_account_id AS "payeeAccountId", original_id AS "originalId", cause_id AS "causeId",
            CASE kind WHEN 'payment' THEN charge_id ELSE coalesce(refund_id, dispute_id) END AS "factId",
            (SELECT json_object_agg(upper(account_kind::text), amount::text) FROM (
              SELECT account.kind AS account_kind, sum(entry.amount) AS amount
              FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
              WHERE entry.transaction_id = transaction.id GROUP BY account.kind
            ) entries) AS sums
          FROM ledger_transaction transaction WHERE id > ${after}::uuid
        ) posted),
      'pledges', (
        SELECT coalesce(json_agg(json_build_object('id', id, 'paymentId', payment_id,
          'state', upper(state::text), 'amount', amount) ORDER BY id), '[]')
        FROM pledge WHERE issue_id = ${issueId}::uuid),
      'accounts', (
        SELECT coalesce(json_agg(account.id), '[]') FROM payout_account account
        LEFT JOIN "user" person ON person.id = account.user_id
        WHERE account.id = ANY(${accountIds}::uuid[]) AND account.status = 'active'
          AND (account.organization_id IS NOT NULL OR person.login IS NOT NULL)),
      'issue', (
        SELECT json_build_object('sum', pledged_amount_sum,
          'isConfirmed', confirmed_solved_at IS NOT NULL)
        FROM issue WHERE id = ${issueId}::uuid)
    ) AS seen`)
  if (!row) throw new Error('A query without FROM has one row')
  return row.seen
}
