import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { messageOf } from '#lib/errors.ts'
import {
  OpenCollectiveNotEligible,
  type OpenCollectiveProblem,
  OpenCollectiveUnavailable,
} from './errors.ts'

/** Milliseconds for one answer. */
const timeout = 10_000
/** The host whose collectives we can pay: Open Source Collective. */
const host = 'opensource'

const query = `query Collective($slug: String!) {
  collective(slug: $slug) {
    slug
    isActive
    isApproved
    isArchived
    isFrozen
    host { slug }
  }
}`

const collectiveShape = z.object({
  slug: z.string(),
  isActive: z.boolean(),
  isApproved: z.boolean(),
  isArchived: z.boolean(),
  isFrozen: z.boolean(),
  host: z.object({ slug: z.string() }).nullable(),
})

const answerShape = z.object({
  data: z.object({ collective: collectiveShape.nullish() }).nullish(),
  errors: z.array(z.unknown()).optional(),
})

export type Collective = z.output<typeof collectiveShape>

type Asker = Pick<Ctx, 'config' | 'log'>

const ask = async ({ config }: Asker, slug: string): Promise<z.output<typeof answerShape>> => {
  const token = config.OPEN_COLLECTIVE_TOKEN
  const response = await fetch(config.OPEN_COLLECTIVE_API_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { 'personal-token': token }) },
    body: JSON.stringify({ query, variables: { slug } }),
    signal: AbortSignal.timeout(timeout),
  })
  if (!response.ok) throw new Error(`Open Collective answered ${response.status}`)
  return answerShape.parse(await response.json())
}

/**
 * A collective by its slug; null if there is none ("GraphQL API v2": it answers an unknown slug with
 * errors). Throws OpenCollectiveUnavailable.
 */
const find = async (ctx: Asker, slug: string): Promise<Collective | null> => {
  try {
    const { data, errors } = await ask(ctx, slug)
    return errors?.length ? null : (data?.collective ?? null)
  } catch (error) {
    ctx.log.warn({ err: error }, `Open Collective can't be asked: ${messageOf(error)}`)
    throw new OpenCollectiveUnavailable()
  }
}

const problemOf = (collective: Collective | null): OpenCollectiveProblem | null => {
  if (!collective) return 'NOT_FOUND'
  if (collective.isArchived) return 'ARCHIVED'
  if (collective.isFrozen) return 'FROZEN'
  if (collective.host?.slug !== host) return 'OTHER_HOST'
  if (!collective.isApproved) return 'NOT_APPROVED'
  return collective.isActive ? null : 'INACTIVE'
}

/**
 * The collective, if it can receive money through us: active, approved by Open Source Collective,
 * neither archived nor frozen. Throws OpenCollectiveNotEligible, OpenCollectiveUnavailable.
 */
export const findEligible = async (ctx: Asker, slug: string): Promise<Collective> => {
  const collective = await find(ctx, slug)
  const problem = problemOf(collective)
  if (!collective || problem) throw new OpenCollectiveNotEligible(problem ?? 'NOT_FOUND')
  return collective
}

/** The same, or null where it can't. Throws OpenCollectiveUnavailable. */
export const findIfEligible = async (ctx: Asker, slug: string): Promise<Collective | null> => {
  try {
    return await findEligible(ctx, slug)
  } catch (error) {
    if (error instanceof OpenCollectiveNotEligible) return null
    throw error
  }
}

/** The columns of the account of a collective; null: one that can't receive money any more. */
export const columnsOf = (collective: Collective | null) => {
  const isReady = collective !== null
  return {
    status: isReady ? ('ACTIVE' as const) : ('ONBOARDING_STARTED' as const),
    isDetailsSubmitted: isReady,
    isChargesEnabled: isReady,
    isPayoutsEnabled: isReady,
    ...(collective && {
      openCollectiveSlug: collective.slug,
      currency: 'usd',
      businessType: 'fiscal_host',
      data: { account: collective },
    }),
  }
}
