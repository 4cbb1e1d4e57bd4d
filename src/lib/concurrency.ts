/** Lets so many pieces of work run at a time in this process; others wait their turn, in order. */
export const createTurnstile = (width: number) => {
  const waiting: (() => void)[] = []
  let free = width
  const enter = async () => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
