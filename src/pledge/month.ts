/** A month of the calendar in UTC: from `start` on, and before `end`. */
export type Month = { start: Date; end: Date }

/** The month that a moment lies in. */
export const monthOf = (moment: Date): Month => {
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth()]
  return { start: new Date(Date.UTC(year, month)), end: new Date(Date.UTC(year, month + 1)) }
}
