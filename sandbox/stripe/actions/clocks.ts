import { type Act, add, newId, now, rowsOf } from '../act.ts'
import { invalid } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { Subscription, TestClock } from '../tables.ts'
import { renew } from './subscriptions.ts'

const lifeSeconds = 30 * 86_400

/** Time that stands still until it is moved. */
export const createClock = (act: Act, frozen_time: number, name: string | null): TestClock => {
  const clock: TestClock = {
    id: newId('clock'),
    object: 'test_helpers.test_clock',
    created: now(act),
    deletes_after: now(act) + lifeSeconds,
    frozen_time,
    livemode: false,
    name,
    status: 'ready',
    status_details: {},
  }
  emit(act, 'test_helpers.test_clock.created', add(act, 'test_clocks', clock))
  return clock
}

const endOf = ({ items }: Subscription) =>
  Math.min(...items.data.map(({ current_period_end }) => current_period_end))

/** Renews what is due until a time, in the order in which it is due. */
export const renewUntil = (act: Act, clock: string | null, time: number) => {
  const isDue = (row: Subscription) =>
    row.test_clock === clock &&
    ['active', 'trialing', 'past_due'].includes(row.status) &&
    endOf(row) <= time
  for (;;) {
    const [next] = rowsOf(act, 'subscriptions')
      .filter(isDue)
      .sort((one, other) => endOf(one) - endOf(other))
    if (!next) return
    renew({ ...act, at: endOf(next) }, next)
  }
}

/** Moves a clock on; all that falls due until then happens, at its time. */
export const advanceClock = (act: Act, clock: TestClock, time: number): TestClock => {
  if (time <= clock.frozen_time) {
    throw invalid('The new frozen time must be after the current one.', undefined, 'frozen_time')
  }
  emit(act, 'test_helpers.test_clock.advancing', { ...clock, status: 'advancing' })
  renewUntil(act, clock.id, time)
  clock.frozen_time = time
  emit(act, 'test_helpers.test_clock.ready', clock)
  return clock
}
