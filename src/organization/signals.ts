export type OrganizationSignals = {
  /** The App can no longer act for the organization. */
  'organization.uninstalled': { organizationId: string }
}
