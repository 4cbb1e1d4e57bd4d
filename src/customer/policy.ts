import { administers, type Viewer } from '#lib/viewer.ts'

/** The admins of an organization see what it has to its credit. */
export const canReadCredit = (viewer: Viewer, organizationId: string) =>
  administers(viewer, 'pledges:read', organizationId)

/** The admins of an organization see and change what it pays. */
export const canManage = (viewer: Viewer, organizationId: string) =>
  administers(viewer, 'pledges:write', organizationId)
