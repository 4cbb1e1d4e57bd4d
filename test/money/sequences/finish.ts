import { dueOf, type PledgeModel } from './model.ts'
import { observe } from './observe.ts'
import { deliver, endTimeToObject, isHandled, sweep, tellNewest, workDue } from './steps.ts'
import type { World } from './world.ts'

/** Stripe tells of all that anything is done on, the newest first. */
const tellAll = async (world: World) => {
  world.waiting.push(...world.house.bank.news())
  for (const telling of world.waiting.filter(isHandled).reverse()) await deliver(world, telling)
}

/** Where most is lost, Stripe tells of the newest alone: any one is enough. */
const tellRest = async (world: World, isMostLost: boolean) => {
  await (isMostLost ? tellNewest(world) : tellAll(world))
  world.waiting = []
}

const mostRounds = 10

/** Does and delivers what there is until nothing is left. */
const drain = async (world: World, isMostLost: boolean) => {
  const { jobs, bank } = world.house
  for (let round = 0; round < mostRounds; round++) {
    await tellRest(world, isMostLost)
    await jobs.hasten()
    await workDue(world)
    world.waiting.push(...bank.news())
    if (!world.waiting.some(isHandled) && (await jobs.count()) === 0) return
  }
  const left = await jobs.due()
  throw new Error(`There is no end of ${left.map(({ name }) => name)}`)
}

const arrivePayouts = ({ house, place }: World) => {
  for (const { stripeId: account } of place.receivers) {
    for (const { id, status } of house.bank.books(account).payouts.values()) {
      if (status === 'pending') house.bank.control.payPayout({ account, id })
    }
  }
}

/** It was paid meanwhile; or somebody gets a cent, but only of what the others have left. */
const isOpen =
  ({ model }: World) =>
  (pledge: PledgeModel) =>
    dueOf(model, { ...pledge, isDue: true }).length > 0

/** All that was begun comes to its end: nothing crashes any more, and time passes. */
export const finish = async (world: World, isMostLost: boolean): Promise<void> => {
  const { house } = world
  world.crash = null
  house.bank.tick()
  house.bank.control.changeSettings({ mayOverdraw: true })
  arrivePayouts(world)
  await observe(world)
  await endTimeToObject(world)
  await drain(world, isMostLost)
  for (let hour = 0; hour < 3 && world.model.pledges.some(isOpen(world)); hour++) {
    await endTimeToObject(world)
    await sweep(world, 'reward.pay_all_due')
    await drain(world, isMostLost)
  }
}
