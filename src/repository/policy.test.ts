import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scope } from '#lib/scopes.ts'
import { anonymous, system, type UserViewer, type Viewer } from '#lib/viewer.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import {
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from '../../test/demo.ts'
import * as policy from './policy.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

type Role = 'stranger' | 'member' | 'admin' | 'former member'

/** A person with a role, and what the request knows of them. */
const person = async (role: Role, organizationId: string, scopes: Scope[] | null) => {
  const { id: userId, login } = await createUser(app.db)
  const isAdmin = role === 'admin'
  const isMember = isAdmin || role === 'member'
  if (role !== 'stranger') {
    const deletedAt = isMember ? {} : { deletedAt: new Date() }
    await createMembership(app.db, { userId, organizationId, isAdmin, ...deletedAt })
  }
  return {
    ...{ kind: 'user', userId, login, isStaff: false },
    ...{ sessionId: scopes ? null : 'a', tokenId: scopes ? 'a' : null },
    scopes: scopes && new Set(scopes),
    adminOf: new Set(isAdmin ? [organizationId] : []),
    memberOf: new Set(isMember ? [organizationId] : []),
  } satisfies UserViewer
}

test('canRead says of a row what readable says in SQL', async () => {
  const { id: organizationId } = await createOrganization(app.db)
  const rows = await Promise.all(
    [false, true].flatMap((isPrivate) =>
      [null, new Date()].map(async (deletedAt) => {
        const { id } = await createRepository(app.db, { organizationId, isPrivate })
        return app.db.repository.update({ where: { id }, data: { deletedAt } })
      }),
    ),
  )
  const viewers: Viewer[] = [anonymous, system]
  for (const role of ['stranger', 'member', 'admin', 'former member'] as const) {
    for (const scopes of [null, [], ['repositories:read'], ['issues:read']] as const) {
      viewers.push(await person(role, organizationId, scopes && [...scopes]))
    }
  }
  const seen = new Set<boolean>()
  for (const viewer of viewers) {
    for (const scope of ['repositories:read', 'issues:read'] as const) {
      for (const row of rows) {
        const where = { AND: [policy.readable(viewer, scope), { id: row.id }] }
        const inSql = (await app.db.repository.count({ where })) === 1
        expect([viewer, row, policy.canRead(viewer, row, scope)]).toEqual([viewer, row, inSql])
        seen.add(inSql)
      }
    }
  }
  expect(seen.size).toBe(2)
})
