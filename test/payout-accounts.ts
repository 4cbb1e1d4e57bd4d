import { encodeId } from '#lib/ids.ts'
import type { TestApp } from './app.ts'
import { createMembership, createOrganization, createUser } from './demo.ts'
import { graphql } from './generated/gql.ts'

const CreatePayoutAccount = graphql(`
  mutation CreatePayoutAccount($input: CreatePayoutAccountInput!) {
    createPayoutAccount(input: $input) {
      __typename
      ... on CreatePayoutAccountPayload {
        payoutAccount { id type status stripeId country currency openCollectiveSlug }
      }
      ... on Error { message code path }
      ... on OpenCollectiveNotEligible { reason }
    }
  }
`)

export type PayoutAccountInput = {
  organizationId?: string
  type: 'STRIPE' | 'OPEN_COLLECTIVE'
  country?: string
  openCollectiveSlug?: string
  idempotencyKey?: string
}

/** Opens a payout account through the door; `organizationId` is our row's. */
export const openPayoutAccount = async (
  app: TestApp,
  cookie: string,
  { organizationId, ...input }: PayoutAccountInput,
) => {
  const organization = organizationId && encodeId('Organization', organizationId)
  const { data, errors } = await app.query(
    CreatePayoutAccount,
    { input: { ...input, ...(organization && { organizationId: organization }) } },
    { cookie },
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.createPayoutAccount
}

/** Somebody signed in, and an organization that they belong to. */
export const createStaffedOrganization = async (app: TestApp, { isAdmin = true } = {}) => {
  const organization = await createOrganization(app.db)
  const user = await createUser(app.db)
  await createMembership(app.db, { userId: user.id, organizationId: organization.id, isAdmin })
  const { cookie } = await app.signIn(user.id)
  return { organization, user, cookie }
}
