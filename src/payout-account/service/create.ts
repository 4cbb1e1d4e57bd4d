import type Stripe from 'stripe'
import type { Ctx, Tx } from '#context.ts'
import type { PayoutAccount, PayoutAccountType } from '#generated/prisma/client.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { lock } from '#lib/locks.ts'
import { personOf } from '#lib/viewer.ts'
import { NotAnOrganizationAdmin, OrganizationNotFound } from '#organization/errors.ts'
import * as organizations from '#organization/service.ts'
import { StripeRefused } from '#stripe/errors.ts'
import * as stripe from '#stripe/service.ts'
import { parseCountry } from '../countries.ts'
import { PayoutAccountExists, PayoutAccountInputInvalid } from '../errors.ts'
import * as openCollective from '../open-collective.ts'
import * as policy from '../policy.ts'
import { type AccountData, apply, databaseTime } from '../state.ts'
import { nameOfOrganization, nameOfUser } from './name.ts'
import { isGone, retire, withdrawUnused } from './replace.ts'

export type NewAccount = {
  /** Null: the viewer's own. */
  organizationId: string | null
  type: PayoutAccountType
  country: string | null
  openCollectiveSlug: string | null
  idempotencyKey: string | null
}

type Owner = { userId: string } | { organizationId: string }

type Opening = { owner: Owner; ownerId: string; name: string; adminId: string }

/** Which account of the owner gives way to the new one, by its id: it is of no use any more. */
type Replacing = Opening & { goneId: string | null }

/** For whom the viewer opens an account, and how Stripe shows them. */
const openingOf = async (ctx: Ctx, organizationId: string | null): Promise<Opening> => {
  const { userId: adminId, login } = personOf(ctx)
  if (organizationId === null) {
    return {
      owner: { userId: adminId },
      ownerId: adminId,
      name: nameOfUser({ id: adminId, login }),
      adminId,
    }
  }
  const organization = await organizations.findById(ctx, organizationId)
  if (!organization || organization.deletedAt) throw new OrganizationNotFound()
  if (!policy.canOpenFor(ctx.viewer, organizationId)) throw new NotAnOrganizationAdmin()
  const name = nameOfOrganization(organization)
  return { owner: { organizationId }, ownerId: organizationId, name, adminId }
}

const slugPattern = /^[a-z0-9][\w-]{0,99}$/i

/** What was given, in the form in which it is stored. Throws PayoutAccountInputInvalid. */
const parse = ({ type, organizationId, ...input }: NewAccount) => {
  const country = input.country === null ? null : parseCountry(input.country)
  if (input.country !== null && !country) {
    throw new PayoutAccountInputInvalid('country', 'There is no such country in ISO 3166')
  }
  const slug = input.openCollectiveSlug?.trim().toLowerCase() ?? ''
  if (type === 'STRIPE') {
    if (!country) throw new PayoutAccountInputInvalid('country', 'Stripe needs the country')
    if (slug) {
      throw new PayoutAccountInputInvalid('openCollectiveSlug', 'It is for Open Collective alone')
    }
    return { type, country }
  }
  if (organizationId === null) {
    throw new PayoutAccountInputInvalid('type', 'Only organizations can be collectives')
  }
  if (!slugPattern.test(slug)) {
    throw new PayoutAccountInputInvalid('openCollectiveSlug', 'Give the slug of the collective')
  }
  return { type, country, slug }
}

/** The account of an owner, whose place is held until the transaction ends. */
const findLocked = async (tx: Tx, { owner, ownerId }: Opening): Promise<PayoutAccount | null> => {
  await lock(tx.db, 'payout-account-owner', ownerId)
  return tx.db.payoutAccount.findFirst({ where: owner })
}

/** Whether a row only says that an account was going to be made at Stripe. */
const isUnopened = ({ type, stripeId }: PayoutAccount) => type === 'STRIPE' && stripeId === null

/** Frees the place of an owner. Throws PayoutAccountExists if an account has it that is of use. */
const makeRoom = async (tx: Tx, known: PayoutAccount | null, { goneId }: Replacing) => {
  if (!known) return
  if (known.id === goneId) return retire(tx, known)
  if (!isUnopened(known)) throw new PayoutAccountExists()
  await tx.db.payoutAccount.delete({ where: { id: known.id } })
}

/** The row that an account at Stripe is made for: that of an opening which was cut off, if any. */
const reserve = (ctx: Ctx, opening: Replacing, country: string): Promise<PayoutAccount> =>
  ctx.transaction(async (tx) => {
    const known = await findLocked(tx, opening)
    if (known && isUnopened(known) && known.country === country) return known
    await makeRoom(tx, known, opening)
    // What Stripe is told is kept: asked again with the same key, it must be the same.
    const data = { account: { business_profile: { name: opening.name } } }
    const { owner, adminId } = opening
    return tx.db.payoutAccount.create({
      data: { type: 'STRIPE', ...owner, adminId, country, data },
    })
  })

type Reserved = { business_profile: { name: string } }

/** An Express account that only receives ("Using Connect with Express accounts"). */
const paramsOf = ({ id, country, data }: PayoutAccount): Stripe.AccountCreateParams => ({
  type: 'express',
  country: country ?? '',
  capabilities: { transfers: { requested: true } },
  business_profile: { name: ((data as AccountData).account as Reserved).business_profile.name },
  metadata: { payout_account_id: id },
  ...(country !== 'US' && { tos_acceptance: { service_agreement: 'recipient' } }),
})

/**
 * Notes which account at Stripe a row stands for, unless it is noted already. Answers whether the
 * row is there and is for this account.
 */
export const adopt = (
  ctx: Pick<Ctx, 'transaction'>,
  id: string,
  reading: { account: Stripe.Account; askedAt: number },
): Promise<boolean> =>
  ctx.transaction(async (tx) => {
    await lock(tx.db, 'payout-account', id)
    const row = await tx.db.payoutAccount.findUnique({ where: { id } })
    if (row && isUnopened(row)) {
      await apply(tx, row, reading)
      return true
    }
    return row?.stripeId === reading.account.id
  })

/** Gives a place up for which there is no account at Stripe. */
const giveUp = (ctx: Ctx, id: string) =>
  ctx.transaction((tx) => tx.db.payoutAccount.deleteMany({ where: { id, stripeId: null } }))

const openAtStripe = async (ctx: Ctx, opening: Replacing, country: string): Promise<string> => {
  const client = stripe.of(ctx)
  const row = await reserve(ctx, opening, country)
  const askedAt = await databaseTime(ctx)
  try {
    const idempotencyKey = `payout-account/${row.id}`
    const account = await stripe.orRefused(
      client.accounts.create(paramsOf(row), { idempotencyKey }),
    )
    if (!(await adopt(ctx, row.id, { account, askedAt }))) throw new PayoutAccountExists()
    return row.id
  } catch (error) {
    if (error instanceof StripeRefused) await giveUp(ctx, row.id)
    throw error
  }
}

const openAtOpenCollective = async (
  ctx: Ctx,
  opening: Replacing,
  { country, slug }: { country: string | null; slug: string },
): Promise<string> => {
  const collective = await openCollective.findEligible(ctx, slug)
  return ctx.transaction(async (tx) => {
    await makeRoom(tx, await findLocked(tx, opening), opening)
    const { id } = await tx.db.payoutAccount.create({
      data: {
        type: 'OPEN_COLLECTIVE',
        ...opening.owner,
        adminId: opening.adminId,
        country,
        ...openCollective.columnsOf(collective),
      },
    })
    await tx.emit('payout_account.activated', { payoutAccountId: id })
    return id
  })
}

/** Whether an account is what an earlier turn of the same request has opened. */
const isTheSame = (
  known: PayoutAccount,
  { type, country }: ReturnType<typeof parse>,
  { adminId }: Opening,
) => known.type === type && known.country === country && known.adminId === adminId

const open = async (
  ctx: Ctx,
  opening: Opening,
  { input, isFirst }: { input: NewAccount; isFirst: boolean },
): Promise<string> => {
  const account = parse(input)
  const known = await ctx.db.payoutAccount.findFirst({ where: opening.owner })
  const rival = known && !isUnopened(known) ? known : null
  if (rival && !(await isGone(ctx, rival))) {
    if (!isFirst && isTheSame(rival, account, opening)) return rival.id
    if (!(await withdrawUnused(ctx, rival, account))) throw new PayoutAccountExists()
  }
  const replacing = { ...opening, goneId: rival?.id ?? null }
  return account.type === 'STRIPE'
    ? openAtStripe(ctx, replacing, account.country)
    : openAtOpenCollective(ctx, replacing, account)
}

/**
 * Opens the payout account of the viewer, or of an organization that they administer. One that was
 * cut off on its way to Stripe is gone on with; one that is of no use any more gives way, and so does
 * one of another country of which Stripe was told nothing yet. Throws
 * OrganizationNotFound, NotAnOrganizationAdmin, PayoutAccountInputInvalid, PayoutAccountExists,
 * StripeRefused, StripeUnavailable, OpenCollectiveNotEligible, OpenCollectiveUnavailable,
 * IdempotencyConflict.
 */
export const create = async (ctx: Ctx, { idempotencyKey: key, ...input }: NewAccount) => {
  // Before the key is looked up: who administers it no more gets no first answer again, either.
  const opening = await openingOf(ctx, input.organizationId)
  const request = { mutation: 'createPayoutAccount', key, input }
  return onceWithLease(ctx, request, async (_operationId, { isFirst }) => ({
    payoutAccountId: await open(ctx, opening, {
      input: { ...input, idempotencyKey: key },
      isFirst,
    }),
  }))
}
