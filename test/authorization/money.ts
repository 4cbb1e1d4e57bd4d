import type { Prisma } from '#generated/prisma/client.ts'
import type { TestApp } from '../app.ts'
import type { Person } from './people.ts'
import type { Places } from './places.ts'

type People = Record<Person, string>

const time = new Date(Date.UTC(2026, 0, 3))

const createPledges = async (
  { db }: TestApp,
  people: People,
  { issues, organizations }: Places,
) => {
  const create = (
    { id: issueId, organizationId, repositoryId }: Places['issues']['public'],
    data: Partial<Prisma.PledgeUncheckedCreateInput>,
  ) =>
    db.pledge.create({
      data: {
        ...{ issueId, organizationId, repositoryId, amount: 5_000n, isAnonymous: true },
        ...{ state: 'CREATED', email: 'x@x.org', createdById: people.backer },
        ...{ disputedById: people.backer, disputeReason: 'x', refundedAt: time, disputedAt: time },
        ...{
          scheduledPayoutAt: new Date(Date.now() + 86_400_000),
          hostedInvoiceUrl: 'https://example.com/in',
        },
        ...data,
      },
    })
  const byUserId = people.backer
  const byOrganizationId = organizations.payer.id
  const onBehalfOfOrganizationId = organizations.credited.id
  const later = { type: 'PAY_ON_COMPLETION', hostedInvoiceUrl: null } as const
  return {
    private: await create(issues.private, { byUserId, paymentId: 'pi_1', invoiceId: 'in_1' }),
    public: await create(issues.public, { byUserId, isAnonymous: false }),
    'of an organization': await create(issues.public, {
      ...{ byOrganizationId, createdById: people.payerMember },
      ...{ paymentId: 'pi_2', invoiceId: 'in_2' },
    }),
    'in the name of an organization': await create(issues.public, {
      ...{ byUserId, onBehalfOfOrganizationId, paymentId: 'pi_3', invoiceId: 'in_3' },
    }),
    'of an organization, to be invoiced': await create(issues.public, {
      ...{ byOrganizationId, ...later },
    }),
    'of a person, to be invoiced': await create(issues.public, { byUserId, ...later }),
    'not yet paid': await create(issues.public, { byUserId, state: 'INITIATED' }),
  }
}

const createShares = async (
  { db }: TestApp,
  { receiver: userId }: People,
  { issues, organizations }: Places,
  pledges: Awaited<ReturnType<typeof createPledges>>,
) => {
  const organizationId = organizations.receiver.id
  const share = (issueId: string, more: { userId?: string; organizationId?: string }) => ({
    ...{ issueId, shareThousands: 500, ...more },
    githubLogin: more.userId ? 'receiver' : null,
  })
  const { public: open, private: secret } = issues
  await db.issueReward.createMany({
    data: [secret.id, open.id].flatMap((issueId) => [
      share(issueId, { userId }),
      share(issueId, { organizationId }),
    ]),
  })
  const find = (issueId: string, owner: { userId: string } | { organizationId: string }) =>
    db.issueReward.findFirstOrThrow({ where: { issueId, ...owner } })
  const shares = {
    'of a person, private': await find(secret.id, { userId }),
    'of an organization, private': await find(secret.id, { organizationId }),
    'of a person, public': await find(open.id, { userId }),
  }
  const reward = (pledge: { id: string }, { id: issueRewardId }: { id: string }) =>
    db.reward.create({ data: { pledgeId: pledge.id, issueRewardId } })
  const rewards = {
    'of a person, private': await reward(pledges.private, shares['of a person, private']),
    'of an organization, private': await reward(
      pledges.private,
      shares['of an organization, private'],
    ),
    'of a person, public': await reward(
      pledges['of an organization'],
      shares['of a person, public'],
    ),
  }
  return { shares, rewards }
}

const createAccounts = async (
  { db }: TestApp,
  people: People,
  { organizations: { acme } }: Places,
) => {
  const create = (data: Partial<Prisma.PayoutAccountUncheckedCreateInput>) =>
    db.payoutAccount.create({
      data: {
        ...{ type: 'STRIPE', country: 'US', currency: 'usd', adminId: people.formerAdmin },
        ...data,
      },
    })
  return {
    'of an organization': await create({ organizationId: acme.id, stripeId: 'acct_1' }),
    'of a person': await create({ userId: people.receiver, stripeId: 'acct_2' }),
    'of an organization, replaced': await create({
      ...{ formerOrganizationId: acme.id, replacedAt: time },
      ...{ type: 'OPEN_COLLECTIVE', openCollectiveSlug: 'x' },
    }),
    'of a person, replaced': await create({ formerUserId: people.receiver, replacedAt: time }),
  }
}

/** Pledges, their shares and the accounts that are paid. */
export const createMoney = async (app: TestApp, people: People, places: Places) => {
  const pledges = await createPledges(app, people, places)
  const { shares, rewards } = await createShares(app, people, places, pledges)
  const accounts = await createAccounts(app, people, places)
  const first = rewards['of a person, public']
  await app.db.reward.update({
    where: { id: first.id },
    data: {
      ...{ transferId: crypto.randomUUID(), payoutAccountId: accounts['of a person'].id },
      ...{ amount: 10n, fee: 1n, paidAt: time },
    },
  })
  return { pledges, shares, rewards, accounts }
}
