import { setTimeout as sleep } from 'node:timers/promises'
import { encodeId } from '#lib/ids.ts'
import { createIssue, createMembership, createUser } from '../demo.ts'
import { type PledgesTest, usd } from '../pledges.ts'
import { asInput } from '../rewards.ts'

/** Numbers below a limit, the same ones in each run. */
export const createDice = (seed: number) => {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const oneOf = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)]
  return { below, oneOf }
}

type Dice = ReturnType<typeof createDice>

const createPayee = async ({ app, stripe }: PledgesTest) => {
  const { id: userId, login } = await createUser(app.db)
  const { id: stripeId } = await stripe.stripe.accounts.create({
    type: 'express',
    country: 'US',
    capabilities: { transfers: { requested: true } },
  })
  stripe.control.onboard({ account: stripeId })
  const owner = { userId, adminId: userId }
  const { id } = await app.db.payoutAccount.create({
    data: { type: 'STRIPE', status: 'ACTIVE', stripeId, ...owner },
  })
  return { id, userId, login: login ?? '', stripeId }
}

/** Three issues of an organization with an admin, three people who solve them, two who back them. */
export const createStormStage = async (world: PledgesTest) => {
  const { app } = world
  const { issue, organization, repository } = await world.issue()
  const place = { organizationId: organization.id, repositoryId: repository.id }
  const others = await Promise.all(
    [2, 3].map((number) => createIssue(app.db, { ...place, number })),
  )
  const signIn = async (user: { id: string }) => ({ cookie: (await app.signIn(user.id)).cookie })
  const admin = await createUser(app.db)
  const organizationId = organization.id
  await createMembership(app.db, { userId: admin.id, organizationId, isAdmin: true })
  return {
    issues: [issue, ...others],
    asAdmin: await signIn(admin),
    asStaff: await signIn(await createUser(app.db, { login: 'boss' })),
    payees: [await createPayee(world), await createPayee(world), await createPayee(world)],
    backers: [await world.person(), await world.person()],
  }
}

type Stage = Awaited<ReturnType<typeof createStormStage>>

/** What Stripe's sandbox refuses, such as more than is left, is part of the weather. */
const ifItMay = (work: () => void) => {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}

/** What may happen, by its name. Expected failures are answers; anything else fails the storm. */
export const createActs = (world: PledgesTest, stage: Stage, { below, oneOf }: Dice) => {
  const { app, stripe } = world
  const { control } = stripe

  const say = (name: string, input: object, headers: object, fields = '') => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const payload = fields && `... on ${type}Payload { ${fields} }`
    return world
      .mutate(
        `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ${payload} } }`,
        input,
        headers,
      )
      .catch((error: Error) => {
        // The pledge moved to another issue meanwhile.
        if (!error.message.includes('CONFLICT')) throw error
      })
  }
  const somePledge = async (where = {}) => oneOf(await app.db.pledge.findMany({ where }))
  const someCharge = async () =>
    oneOf(await app.db.ledgerTransaction.findMany({ where: { kind: 'PAYMENT' } }))?.chargeId

  const back = async () => {
    const headers = oneOf(stage.backers)?.headers ?? {}
    const begun = await say(
      'createPledgePaymentIntent',
      {
        issueId: encodeId('Issue', oneOf(stage.issues)?.id ?? ''),
        amount: usd(2_000 + below(9_999)),
        paymentMethodId: 'pm_card_bypassPending',
      },
      headers,
      'paymentIntentId',
    )
    const paymentIntentId = begun?.paymentIntentId
    // Of the others the webhook makes the pledge.
    if (paymentIntentId && below(3) > 0) await say('createPledge', { paymentIntentId }, headers)
  }
  const confirm = () => {
    const shares =
      oneOf([
        [333, 333, 334],
        [500, 300, 200],
        [1_000, 0, 0],
      ]) ?? []
    const turn = below(3)
    const splits = shares.map((share, place) => ({
      share,
      githubLogin: stage.payees[(place + turn) % 3]?.login ?? '',
    }))
    const issueId = encodeId('Issue', oneOf(stage.issues)?.id ?? '')
    return say('confirmIssueSolved', { issueId, splits: asInput(splits) }, stage.asAdmin)
  }
  const refund = async () => {
    const pledge = await somePledge()
    if (!pledge) return
    const pledgeId = encodeId('Pledge', pledge.id)
    const amount = below(3) > 0 ? { amount: usd(1 + below(3_000)) } : {}
    const idempotencyKey = `${below(2 ** 30)}`
    await say('refundPledge', { pledgeId, idempotencyKey, ...amount }, stage.asStaff)
  }
  const refundAtStripe = async () => {
    const charge = await someCharge()
    if (charge) ifItMay(() => control.refundCharge({ charge, amount: 1 + below(900) }))
  }
  const takeBack = async () => {
    const charge = await someCharge()
    ifItMay(() => {
      if (!charge) return
      const { id } = control.disputeCharge({ charge })
      if (below(2) === 0) control.winDispute({ id })
    })
  }
  const object = async () => {
    const backer = oneOf(stage.backers)
    const pledge = await somePledge({ byUserId: backer?.user.id })
    if (!pledge) return
    const pledgeId = encodeId('Pledge', pledge.id)
    await say('disputePledge', { pledgeId, reason: 'It is not solved' }, backer?.headers ?? {})
  }
  const falter = async () => {
    const account = oneOf(stage.payees)?.stripeId ?? ''
    control.changeAccount({ account, payouts_enabled: false, transfers: 'inactive' })
    await sleep(below(50))
    control.changeAccount({ account, payouts_enabled: true, transfers: 'active' })
  }
  const payOut = async () => {
    control.settleFunds()
    const account = oneOf(stage.payees)?.stripeId ?? ''
    ifItMay(() => control.payOut({ account, currency: 'usd' }))
  }
  const signIn = () =>
    app.ctx.transaction(async (tx) => {
      const { userId = '', login = '' } = oneOf(stage.payees) ?? {}
      await tx.emit('user.github_connected', { userId, login })
    })
  const stumble = async () => {
    const path = oneOf(['payment_intents', 'transfers', 'refunds', 'charges', 'disputes'])
    const how = below(2) === 0 ? { status: 500 } : { drop: true }
    control.failNext({ path: `/v1/${path}`, ...how, served: below(2) === 0 })
  }
  return {
    ...{ back, confirm, refund, refundAtStripe, takeBack, object },
    ...{ falter, payOut, signIn, stumble },
  }
}
