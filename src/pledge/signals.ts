type Place = { pledgeId: string; issueId: string }

export type PledgeSignals = {
  /** A pledge counts toward its issue: it was paid or, on completion, promised. */
  'pledge.created': Place
  /** The amount or state of a pledge changed. */
  'pledge.updated': Place
  /** A backer objects to the payout. */
  'pledge.disputed': Place
  /** A pledge can be paid out, from its `scheduledPayoutAt` on. */
  'pledge.pending': Place
  /** An invoice went to the backer of a pledge on completion. */
  'pledge.invoiced': Place
  /** An organization has pledged: its admins may want to know. */
  'pledge.made_for_organization': Place & { organizationId: string }
  /** Of a solved issue something can be paid out, or was asked for: its maintainers may want to know. */
  'issue.pledges_pending': { issueId: string }
  /** An issue with pledges was closed: its maintainers say whether it is solved. */
  'issue.needs_confirmation': { issueId: string }
}
