/** What decides whether an issue gets or loses its badge. */
export type Facts = {
  /** The badge switch of the whole application. */
  isSwitchedOn: boolean
  /** The App is installed on the organization. */
  isInstalled: boolean
  isSuspended: boolean
  /** The issue had a badge at any time. */
  isEverEmbedded: boolean
  isOpen: boolean
  /** The issue has the badge label of its repository. */
  hasLabel: boolean
  /** The repository gives badges to its issues by itself. */
  isAutoEmbed: boolean
  isPrivate: boolean
}

/**
 * Why an issue is looked at. `label`: it was given the badge label, or lost it, or has it and was
 * edited; `opened`: it is new; `bulk`: a run over its repository; `message`: somebody wrote a
 * message for its badge.
 */
export const triggers = ['label', 'opened', 'bulk', 'message'] as const

export type Trigger = (typeof triggers)[number]

/** Why the text of no issue of an organization may be changed. */
type General = 'APP_BADGE_NOT_ENABLED' | 'ORG_NOT_INSTALLED' | 'ORG_SUSPENDED'

export type AddDecision =
  | { add: true; reason: 'ASKED_FOR' | 'LABELED' | 'AUTO_EMBED' }
  | {
      add: false
      reason:
        | General
        | 'ISSUE_NOT_LABELED'
        | 'BADGE_PREVIOUSLY_EMBEDDED'
        | 'AUTO_EMBED_OFF'
        | 'REPOSITORY_PRIVATE'
        | 'ISSUE_NOT_OPEN'
    }

export type RemoveDecision =
  | { remove: true; reason: 'NO_REASON_LEFT' }
  | { remove: false; reason: General | 'ISSUE_HAS_LABEL' | 'AUTO_EMBED_ON' }

/** Why GitHub would not let us change the text of an issue; null: it would. */
export const unreachable = ({
  isInstalled,
  isSuspended,
}: Pick<Facts, 'isInstalled' | 'isSuspended'>): General | null => {
  if (!isInstalled) return 'ORG_NOT_INSTALLED'
  return isSuspended ? 'ORG_SUSPENDED' : null
}

/** Why no badge of an organization is added or taken off; null: it may be. */
export const generalReason = (facts: Facts): General | null =>
  facts.isSwitchedOn ? unreachable(facts) : 'APP_BADGE_NOT_ENABLED'

/**
 * Whether an issue gets the badge. A label or somebody's wish is enough. By itself only an open
 * issue of a public repository gets one, and only once: what a maintainer took off stays off.
 */
export const shouldAdd = (facts: Facts, trigger: Trigger): AddDecision => {
  const general = generalReason(facts)
  if (general) return { add: false, reason: general }
  if (trigger === 'message') return { add: true, reason: 'ASKED_FOR' }
  if (trigger === 'label') {
    // Events come late: the label may be gone again.
    return facts.hasLabel
      ? { add: true, reason: 'LABELED' }
      : { add: false, reason: 'ISSUE_NOT_LABELED' }
  }
  if (facts.isEverEmbedded) return { add: false, reason: 'BADGE_PREVIOUSLY_EMBEDDED' }
  if (!facts.isAutoEmbed) return { add: false, reason: 'AUTO_EMBED_OFF' }
  if (facts.isPrivate) return { add: false, reason: 'REPOSITORY_PRIVATE' }
  if (!facts.isOpen) return { add: false, reason: 'ISSUE_NOT_OPEN' }
  return { add: true, reason: 'AUTO_EMBED' }
}

/**
 * Whether an issue loses the badge: when its label is taken off, or in a run over its repository;
 * never while another reason for the badge remains.
 */
export const shouldRemove = (facts: Facts): RemoveDecision => {
  const general = generalReason(facts)
  if (general) return { remove: false, reason: general }
  if (facts.hasLabel) return { remove: false, reason: 'ISSUE_HAS_LABEL' }
  if (facts.isAutoEmbed) return { remove: false, reason: 'AUTO_EMBED_ON' }
  return { remove: true, reason: 'NO_REASON_LEFT' }
}
