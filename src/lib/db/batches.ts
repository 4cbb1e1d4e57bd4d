import type { PrismaClient } from '#generated/prisma/client.ts'
import { currentOperation, type Operation, runInOperation } from '../operation.ts'

/** What Prisma's client has inside: it merges `findUnique` calls of one tick into one statement. */
type Batching = {
  batchBy(request: object): string | undefined
  singleLoader(request: object): Promise<unknown>
  batchLoader(requests: object[]): Promise<unknown>
}

const batchingOf = (client: PrismaClient): Batching => {
  const { _requestHandler: handler } = client as unknown as {
    _requestHandler?: { dataloader?: { options?: Partial<Batching> } }
  }
  const options = handler?.dataloader?.options
  if (!options?.batchBy || !options.singleLoader || !options.batchLoader) {
    throw new Error(
      'This version of Prisma merges statements in another way: see lib/db/batches.ts',
    )
  }
  return options as Batching
}

/**
 * Keeps the statements of operations apart. Prisma merges calls of all operations that fall into
 * one tick, and sends them on behalf of the first one: cancelling it would stop the others'.
 */
export const separateOperations = (client: PrismaClient) => {
  const batching = batchingOf(client)
  const { batchBy, singleLoader, batchLoader } = batching
  const operations = new WeakMap<object, Operation | undefined>()
  const numbers = new WeakMap<Operation, number>()
  let latest = 0
  const numberOf = (operation: Operation) => {
    const number = numbers.get(operation) ?? ++latest
    numbers.set(operation, number)
    return number
  }
  batching.batchBy = (request) => {
    const operation = currentOperation()
    const batch = batchBy(request)
    if (batch === undefined) return batch
    operations.set(request, operation)
    return operation ? `${batch}-${numberOf(operation)}` : batch
  }
  // What waited for the end of a tick is sent by whoever waited first; the rest is sent at once.
  batching.singleLoader = (request) =>
    operations.has(request)
      ? runInOperation(operations.get(request), () => singleLoader(request))
      : singleLoader(request)
  batching.batchLoader = (requests) =>
    runInOperation(operations.get(requests[0] as object), () => batchLoader(requests))
}
