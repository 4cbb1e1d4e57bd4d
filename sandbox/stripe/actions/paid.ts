import type { Act } from '../act.ts'
import type { PaymentIntent } from '../tables.ts'

/** What else follows from a payment. */
export const onPaid = (_act: Act, _intent: PaymentIntent) => {}
