import { z } from 'zod'
import type { Tx } from '#context.ts'
import type { Issue, Pledge } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import { InvalidEmailAddress } from '#user/errors.ts'
import * as users from '#user/service.ts'
import { type Metadata, parseMetadata } from './metadata.ts'
import type { Snapshot } from './snapshot.ts'

/** A pledge, and its issue, whose funding is locked. */
export type Place = { issue: Issue; pledge: Pledge }

const find = (tx: Tx, { intent, invoice }: Snapshot) =>
  tx.db.pledge.findFirst({
    where: {
      OR: [
        { paymentId: intent.id },
        ...(invoice && z.uuid().safeParse(invoice.pledgeId).success
          ? [{ id: invoice.pledgeId, type: 'PAY_ON_COMPLETION' as const }]
          : []),
      ],
    },
  })

/** Where the issue is now, if it was transferred since. */
const whereIsNow = async (tx: Tx, issueId: string): Promise<string | null> => {
  const issue = await tx.db.issue.findUnique({ where: { id: issueId } })
  return issue?.transferredToId ? whereIsNow(tx, issue.transferredToId) : (issue?.id ?? null)
}

/** An address that we could write to. Whoever pays could change it in the browser. */
const addressOf = (text: string | null): string | null => {
  try {
    return text && users.parseEmail(text)
  } catch (error) {
    if (error instanceof InvalidEmailAddress) return null
    throw error
  }
}

type Payer = {
  user: { id: string } | null
  /** Whether they were signed in: an address anybody can type. */
  isSure: boolean
}

/** Who pays: whom the intent names, or else whose address it has; they are signed up if need be. */
const payerOf = async (tx: Tx, { userId }: Metadata, email: string | null): Promise<Payer> => {
  const named = userId && (await tx.db.user.findUnique({ where: { id: userId } }))
  if (named) return { user: named, isSure: true }
  const address = addressOf(email)
  return { user: address ? await users.signUpByEmail(tx, address) : null, isSure: false }
}

const isThere = async (tx: Tx, issue: Issue) => {
  const repository = await tx.db.repository.findUniqueOrThrow({
    where: { id: issue.repositoryId },
    include: { organization: true },
  })
  return !issue.deletedAt && !repository.deletedAt && !repository.organization.deletedAt
}

/** A pledge that bears nobody's name whose address alone is known, unless they say so themselves. */
const make = async (tx: Tx, { intent }: Snapshot, issue: Issue, { user, isSure }: Payer) => {
  const { onBehalfOfOrganizationId, isAnonymous } = parseMetadata(intent.metadata)
  const credited =
    onBehalfOfOrganizationId &&
    (await tx.db.organization.findUnique({ where: { id: onBehalfOfOrganizationId } }))
  return tx.db.pledge.create({
    data: {
      ...{ issueId: issue.id, repositoryId: issue.repositoryId },
      ...{ organizationId: issue.organizationId, isAnonymous: isAnonymous || !isSure },
      paymentId: intent.id,
      amount: BigInt(intent.amount),
      email: intent.receipt_email,
      byUserId: user?.id ?? null,
      onBehalfOfOrganizationId: credited && user ? credited.id : null,
    },
  })
}

/** Notes on a pledge on completion by which invoice it is paid, if that is not known yet. */
const withInvoice = async (tx: Tx, pledge: Pledge, { intent, invoice }: Snapshot) => {
  if (!invoice || pledge.paymentId === intent.id) return pledge
  const { invoiceId, hostedInvoiceUrl } = invoice
  return tx.db.pledge.update({
    where: { id: pledge.id },
    data: { paymentId: intent.id, invoiceId, hostedInvoiceUrl },
  })
}

/** The pledge that an intent pays for, with its issue locked; null if there is none yet. */
const openKnown = async (tx: Tx, snapshot: Snapshot): Promise<Place | null> => {
  const known = await find(tx, snapshot)
  if (!known) return null
  const issue = await issues.lockFunding(tx, known.issueId)
  const pledge = await find(tx, snapshot)
  if (!issue || !pledge) return null
  // Its issue was transferred while we waited for the lock.
  if (pledge.issueId !== issue.id) return openKnown(tx, snapshot)
  return { issue, pledge: await withInvoice(tx, pledge, snapshot) }
}

/**
 * The pledge that an intent pays for, with its issue locked, made if there is none. Null where the
 * intent names no issue, or one that is gone: but what is paid has its place in any case.
 */
export const open = async (tx: Tx, snapshot: Snapshot): Promise<Place | null> => {
  const known = await openKnown(tx, snapshot)
  if (known || snapshot.invoice) return known
  const metadata = parseMetadata(snapshot.intent.metadata)
  const issueId = metadata.issueId && (await whereIsNow(tx, metadata.issueId))
  if (!issueId) return null
  const payer = await payerOf(tx, metadata, snapshot.intent.receipt_email)
  const issue = await issues.lockFunding(tx, issueId)
  // It was transferred while we waited for the lock.
  if (issue?.transferredToId) return open(tx, snapshot)
  const isPaid = snapshot.intent.status === 'succeeded'
  if (!issue || !(isPaid || (await isThere(tx, issue)))) return null
  return (
    (await openKnown(tx, snapshot)) ?? { issue, pledge: await make(tx, snapshot, issue, payer) }
  )
}
