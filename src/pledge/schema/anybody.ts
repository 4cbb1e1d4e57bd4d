import type { Ctx } from '#context.ts'
import { personWith } from '#lib/viewer.ts'

/** For who is not signed in as well; a token needs the scope. */
export const forAnybody = {
  authScopes: (_root: object, _args: object, { viewer }: Ctx) =>
    viewer.kind === 'anonymous' || personWith(viewer, 'pledges:write') !== null,
}
