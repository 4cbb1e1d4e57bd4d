/** A collective, in the words of Open Collective's GraphQL API. */
export type Collective = {
  slug: string
  name: string
  isActive: boolean
  isApproved: boolean
  isArchived: boolean
  isFrozen: boolean
  host: { slug: string; name: string } | null
}

const openSource = { slug: 'opensource', name: 'Open Source Collective' }

/** One that can receive money, but for what is given. */
export const collective = (slug: string, given: Partial<Collective> = {}): Collective => ({
  slug,
  name: `The ${slug} collective`,
  isActive: true,
  isApproved: true,
  isArchived: false,
  isFrozen: false,
  host: openSource,
  ...given,
})

/** What is there at first: a good one, and one for each thing that can be wrong. */
export const collectives = (): Collective[] => [
  collective('acme'),
  collective('rocket-club'),
  collective('archived', { isArchived: true, isActive: false }),
  collective('frozen', { isFrozen: true }),
  collective('elsewhere', { host: { slug: 'europe', name: 'Open Collective Europe' } }),
  collective('hostless', { host: null, isApproved: false, isActive: false }),
  collective('unapproved', { isApproved: false, isActive: false }),
  collective('inactive', { isActive: false }),
]
