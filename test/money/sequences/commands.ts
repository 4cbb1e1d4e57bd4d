import fc from 'fast-check'
import type { Choice } from './choose.ts'
import { machinesActions } from './machinery.ts'
import { peoplesActions } from './people.ts'
import type { World } from './world.ts'

const actions = { ...peoplesActions, ...machinesActions }

type Name = keyof typeof actions

/** What is done, and the numbers that say which and how much. */
export type Command = Choice & { name: Name }

/** How often each is done, beside the others. */
const weights: Record<Name, number> = {
  ...{ pledge: 2, promise: 2, pay: 4, fail: 1, create: 2, change: 1, object: 1, confirm: 2 },
  ...{
    refund: 4,
    again: 1,
    connect: 1,
    dispute: 2,
    win: 2,
    lose: 1,
    payout: 3,
    turn: 1,
    tell: 4,
    replay: 1,
  },
  ...{ labour: 5, round: 1, wait: 1, transfer: 4, crash: 4 },
}

const unit = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000)

const named = fc.oneof(
  ...(Object.keys(actions) as Name[]).map((name) => ({
    weight: weights[name],
    arbitrary: fc.constant(name),
  })),
)

const list = (maxLength: number) =>
  fc.array(fc.record({ name: named, which: unit, share: unit, how: unit }), {
    ...{ minLength: 1, maxLength, size: 'max' },
  })

/** Up to 40 commands; half of the lists are short, for long ones find little more in a minute. */
export const commands = fc.oneof(list(40), list(15))

/** Does a command, a second after the one before. */
export const perform = async (world: World, { name, ...choice }: Command) => {
  world.house.bank.tick()
  await actions[name](world, choice)
}
