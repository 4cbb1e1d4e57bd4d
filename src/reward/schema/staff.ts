import type { Ctx } from '#context.ts'
import { ExpectedError } from '#lib/errors.ts'

/** For staff alone. Who is not staff learns nothing of what staff can do. */
export const forStaff = {
  authScopes: { staff: true },
  unauthorizedError: (_root: object, _args: object, { viewer }: Ctx) =>
    viewer.kind === 'anonymous'
      ? new ExpectedError('UNAUTHENTICATED', 'Sign in first')
      : new ExpectedError('NOT_FOUND', 'There is no such thing'),
}
