// Loaded into a server before its own code (`node --expose-gc --import`): tells its parent, on a
// message 'usage', what it has used.
import pg from 'pg'

/** What a process has used since it began; `usedHeap` is what is left after a collection. */
export type Usage = { usedHeap: number; cpuMilliseconds: number; statements: number }

let statements = 0

const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  statements += 1
  return Reflect.apply(query, this, args)
} as typeof query

process.on('message', (message) => {
  if (message !== 'usage') return
  const { user, system } = process.cpuUsage()
  globalThis.gc?.()
  const { heapUsed } = process.memoryUsage()
  const usage: Usage = { usedHeap: heapUsed, cpuMilliseconds: (user + system) / 1_000, statements }
  process.send?.(usage)
})
