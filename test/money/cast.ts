import { encodeId } from '#lib/ids.ts'
import type { TestApp } from '../app.ts'
import {
  createIssue,
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from '../demo.ts'
import type { Visitor } from './door.ts'

/** Somebody who is signed in. */
export type Person = Visitor & { id: string; login: string }

const person = async (app: TestApp, login?: string): Promise<Person> => {
  const user = await createUser(app.db, login ? { login } : {})
  const { cookie } = await app.signIn(user.id)
  return { id: user.id, login: user.login ?? '', cookie }
}

/** The one person of an app whom `STAFF` names. */
export const staffOf = (app: TestApp) => person(app, staffLogin)

export const staffLogin = 'staff-of-the-platform'

/** Who takes part: an organization with an admin, two issues of it, somebody who solves, who pays. */
export const createCast = async (app: TestApp) => {
  const { db } = app
  const [admin, solver, helper, backer] = [
    await person(app),
    await person(app),
    await person(app),
    await person(app),
  ]
  const { id: organizationId } = await createOrganization(db)
  await createMembership(db, { userId: admin.id, organizationId, isAdmin: true })
  const { id: repositoryId } = await createRepository(db, { organizationId })
  const issue = async (number: number) =>
    encodeId('Issue', (await createIssue(db, { organizationId, repositoryId, number })).id)
  return {
    ...{ admin, solver, helper, backer, organizationId },
    organization: encodeId('Organization', organizationId),
    issues: [await issue(1), await issue(2)] as const,
  }
}

export type Cast = Awaited<ReturnType<typeof createCast>>
