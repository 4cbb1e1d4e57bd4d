export type OrganizationSignals = {
  /** The App may act for the organization: newly, again, or with access to other repositories. */
  'organization.installed': { organizationId: string }
  /** The App can no longer act for the organization. */
  'organization.uninstalled': { organizationId: string }
}

export type OrganizationTopics = {
  /** Something about an organization changed that its members see. */
  'organization.updated': { organizationId: string }
}
