/** What a personal access token can be allowed to do, with what each allows. */
export const scopes = {
  'user:read': 'Read your own account: e-mail, preferences, connected accounts.',
  'user:write': 'Change your preferences.',
  'organizations:read': 'Read what only members may of your organizations: who belongs to them.',
  'organizations:write': 'Change organizations that you administer.',
  'repositories:read': 'Read private repositories of your organizations.',
  'repositories:write': 'Change repositories of organizations that you administer.',
  'issues:read': 'Read issues of private repositories of your organizations, and which these are.',
  'issues:write': 'Change issues of organizations that you administer.',
  'pledges:read': 'Read your pledges, and those of and for your organizations.',
  'pledges:write': 'Pledge, and object to the payout of a pledge.',
  'payouts:read': 'Read what you and your organizations receive, and where it goes.',
  'payouts:write': 'Change where you and your organizations receive money.',
} as const

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as Scope[]

/** Whether a token with these scopes can change anything. */
export const canWrite = (granted: readonly Scope[]) =>
  granted.some((scope) => scope.endsWith(':write'))
