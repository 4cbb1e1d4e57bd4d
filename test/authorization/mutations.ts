import { encodeId } from '#lib/ids.ts'
import type { TestApp } from '../app.ts'
import type { World } from './world.ts'

type Case = { name: string; input: object; before?: () => Promise<unknown> }

/** Of these types not every thing is tried: others are as good as these. */
const tried: Record<string, string[]> = {
  Issue: ['public', 'private', 'deleted'],
  Repository: ['public', 'private', 'deleted'],
  Pledge: ['private', 'of an organization', 'in the name of an organization', 'not yet paid'],
}

const cents = (amount: number) => ({ amount, currency: 'USD' })

/**
 * What each mutation is tried with. A case either changes nothing when it is done again or is one that
 * the rules refuse after the caller was found to be allowed: whoever may not hears of that first.
 */
export const createCases = ({ db }: TestApp, world: World): Record<string, Case[]> => {
  const { things, id, organizationId, people } = world
  /** A case for each thing of a type, with its id as this field of the input. */
  const forEach = (type: string, field: string, more: object = {}): Case[] =>
    things
      .filter(
        (thing) => thing.type === type && !(tried[type] && !tried[type].includes(thing.label)),
      )
      .map((thing) => ({ name: thing.label, input: { [field]: thing.id, ...more } }))
  /** Pledges to whose payout nobody can object any more. */
  const over = () =>
    db.pledge.updateMany({ where: { state: 'CREATED' }, data: { state: 'REFUNDED' } })
  const forOrganizations = (more: object = {}): Case[] =>
    (['acme', 'deleted'] as const).map((name) => ({
      name,
      input: { organizationId: organizationId(name), ...more },
    }))
  const once = (input: object): Case[] => [{ name: 'any', input }]
  const intent = { paymentIntentId: 'pi_nothing' }
  const url = (repository: string) => `https://github.com/acme/${repository}/issues/1`
  return {
    addIssueBadge: forEach('Issue', 'issueId'),
    commentOnIssue: forEach('Issue', 'issueId', { message: '' }),
    confirmIssueSolved: forEach('Issue', 'issueId', { splits: [] }),
    createCustomerPortalSession: [{ name: 'own', input: {} }, ...forOrganizations()],
    createPayoutAccount: forOrganizations({ type: 'STRIPE', country: '??' }),
    createPayoutAccountDashboardLink: forEach('PayoutAccount', 'payoutAccountId'),
    createPayoutAccountOnboardingLink: forEach('PayoutAccount', 'payoutAccountId'),
    createPersonalAccessToken: once({ name: '', scopes: [] }),
    createPledge: once(intent),
    createPledgeInvoice: forEach('Pledge', 'pledgeId'),
    createPledgeOnCompletion: [
      ...forEach('Issue', 'issueId', { amount: cents(1) }),
      ...(['payer', 'deleted'] as const).map((name) => ({
        name: `paid by the organization "${name}"`,
        input: {
          ...{ issueId: id('Issue', 'public'), amount: cents(2_000) },
          byOrganizationId: organizationId(name),
        },
      })),
    ],
    createPledgePaymentIntent: [
      ...forEach('Issue', 'issueId', { amount: cents(1), email: 'x@example.com' }),
      {
        name: 'in the name of an organization',
        input: {
          ...{ issueId: id('Issue', 'public'), amount: cents(2_000), email: 'x@example.com' },
          onBehalfOfOrganizationId: organizationId('credited'),
        },
      },
    ],
    createSetupIntent: once({}),
    deleteAccount: once({ confirmEmail: 'wrong@example.com' }),
    detachPaymentMethod: once({ paymentMethodId: 'pm_nothing' }),
    disputePledge: forEach('Pledge', 'pledgeId', { reason: 'x' }).map((each) => ({
      ...each,
      before: over,
    })),
    embedIssueBadge: forEach('Issue', 'issueId', { message: 'x'.repeat(20_000) }),
    importIssue: [
      { name: 'public', input: { url: url('needle-open') } },
      { name: 'private', input: { url: url('needle-secret') } },
    ],
    installGithubApp: once({ installationId: '1' }),
    markPledgeDisputed: forEach('Pledge', 'pledgeId', { reason: 'x' }),
    payPledgePaymentIntent: once({ ...intent, paymentMethodId: 'pm_nothing' }),
    payReward: forEach('Reward', 'rewardId'),
    recordOpenCollectivePayout: once({
      payoutAccountId: id('PayoutAccount', 'of an organization, replaced'),
      transactionIds: [id('LedgerTransaction', 'a payment')],
    }),
    refreshPayoutAccount: forEach('PayoutAccount', 'payoutAccountId'),
    refundPledge: forEach('Pledge', 'pledgeId', { idempotencyKey: 'x'.repeat(20) }),
    removeIssueBadge: forEach('Issue', 'issueId'),
    renamePersonalAccessToken: forEach('PersonalAccessToken', 'tokenId', { name: 'x' }),
    requestMagicLink: once({ email: 'nothing' }),
    revokePersonalAccessToken: [
      {
        name: 'of the member',
        input: { tokenId: id('PersonalAccessToken', 'of the member') },
        before: () =>
          db.personalAccessToken.update({
            where: { tokenHash: 'token' },
            data: { deletedAt: null },
          }),
      },
    ],
    revokeSession: [
      {
        name: 'of the member',
        input: { sessionId: encodeId('Session', people.member) },
        before: () =>
          db.session.upsert({
            where: { tokenHash: 'revoked' },
            update: {},
            create: {
              ...{ id: people.member, userId: people.member, tokenHash: 'revoked' },
              expiresAt: new Date(Date.now() + 86_400_000),
            },
          }),
      },
    ],
    signOutEverywhere: once({ keepCurrent: true }),
    syncMembers: forOrganizations(),
    syncRepositories: forOrganizations(),
    syncRepository: forEach('Repository', 'repositoryId'),
    updateBadgeSettings: forOrganizations({ minimumAmount: cents(1), showAmount: true }),
    updateIssue: forEach('Issue', 'issueId', { upfrontSplitToContributors: 10 }),
    updateOrganization: forOrganizations({ pledgeBadgeShowAmount: true }),
    updatePledge: forEach('Pledge', 'pledgeId', { isAnonymous: true }),
    updatePledgePaymentIntent: once({ ...intent, amount: cents(2_000) }),
    updatePreferences: once({}),
    updateRepositoryBadges: forEach('Repository', 'repositoryId'),
    writeOffTransferReversal: once({
      transactionId: id('LedgerTransaction', 'a payment'),
      note: 'x',
    }),
  }
}
