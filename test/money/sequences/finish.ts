import { dueOf, type PledgeModel } from './model.ts'
import { observe } from './observe.ts'
import { deliver, isHandled, passTime, sweep, tellNewest, workDue } from './steps.ts'
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

/** Does and delivers what there is until nothing is left. */
const drain = async (world: World, isMostLost: boolean) => {
  for (let round = 0; round < 5; round++) {
    await tellRest(world, isMostLost)
    await world.house.jobs.hasten()
    const left = await workDue(world, 20)
    if (left.length > 0) throw new Error(`There is no end of ${left.map(({ name }) => name)}`)
    world.waiting.push(...world.house.bank.news())
    if (!world.waiting.some(isHandled)) return
  }
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
  await passTime(world)
  await drain(world, isMostLost)
  for (let hour = 0; hour < 3 && world.model.pledges.some(isOpen(world)); hour++) {
    await passTime(world)
    await sweep(world, 'reward.pay_all_due')
    await drain(world, isMostLost)
  }
}
