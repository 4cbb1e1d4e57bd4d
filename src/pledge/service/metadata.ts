import type Stripe from 'stripe'
import { z } from 'zod'

/** What a payment intent says of the pledge that it pays for. */
export type Metadata = {
  issueId: string | null
  userId: string | null
  onBehalfOfOrganizationId: string | null
  isAnonymous: boolean
}

/** Stripe keeps so many characters of a value ("Metadata"). */
const longestValue = 500

type Facts = Metadata & { issueTitle?: string; anonymousEmail: string | null }

/**
 * What Stripe keeps of a pledge with its intent. An empty text takes a key away again, so that a
 * change rewrites all of it.
 */
export const writeMetadata = (facts: Facts): Stripe.MetadataParam => ({
  type: 'pledge',
  issue_id: facts.issueId ?? '',
  ...(facts.issueTitle && { issue_title: facts.issueTitle.slice(0, longestValue) }),
  user_id: facts.userId ?? '',
  on_behalf_of_organization_id: facts.onBehalfOfOrganizationId ?? '',
  anonymous_email: facts.anonymousEmail ?? '',
  is_anonymous: facts.isAnonymous ? 'true' : '',
})

const uuidOf = (text: string | undefined): string | null => z.uuid().safeParse(text).data ?? null

/** What an intent says, whoever wrote it: an id that is none counts as missing. */
export const parseMetadata = (metadata: Stripe.Metadata): Metadata => ({
  issueId: uuidOf(metadata.issue_id),
  userId: uuidOf(metadata.user_id),
  onBehalfOfOrganizationId: uuidOf(metadata.on_behalf_of_organization_id),
  isAnonymous: metadata.is_anonymous === 'true',
})
