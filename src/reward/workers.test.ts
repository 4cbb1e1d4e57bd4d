import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createOrganization } from '../../test/demo.ts'
import {
  confirm,
  createFundedPlace,
  createPayoutAccount,
  createPledge,
} from '../../test/rewards.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ settings: { DISPUTE_WINDOW_SECONDS: '0' } })
})
afterAll(() => app.stop())

const amountsOf = async (issueId: string) => {
  const rows = await app.db.reward.findMany({
    where: { pledge: { issueId } },
    orderBy: { issueReward: { shareThousands: 'desc' } },
  })
  return rows.map(({ amount }) => amount)
}

test('a solved issue is paid by itself, and what was held once there is an account', async () => {
  const place = await createFundedPlace(app)
  const { id: organizationId } = place.organization
  await createPayoutAccount(app, { organizationId, type: 'OPEN_COLLECTIVE' })
  const other = await createOrganization(app.db)
  await createPledge(app, place)
  await confirm(app, place, [
    { share: 600, organizationId },
    { share: 400, organizationId: other.id },
  ])
  const amounts = () => amountsOf(place.issue.id)
  await expect.poll(amounts, { timeout: 10_000 }).toEqual([5_400n, null])
  const { id } = await createPayoutAccount(app, {
    organizationId: other.id,
    type: 'OPEN_COLLECTIVE',
  })
  await app.ctx.transaction((tx) => tx.emit('payout_account.activated', { payoutAccountId: id }))
  await expect.poll(amounts, { timeout: 10_000 }).toEqual([5_400n, 3_600n])
})
