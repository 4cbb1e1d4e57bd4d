// The sandbox as a process. Says { ready: url } to its parent, and ends with it.
import { z } from 'zod'
import { startOpenCollectiveSandbox } from './server.ts'

const settings = z.object({
  OPEN_COLLECTIVE_SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
})

const read = () => {
  const { data, error } = settings.safeParse(process.env)
  if (data) return data
  console.error(`Open Collective's sandbox can't start:\n${z.prettifyError(error)}`)
  process.exit(1)
}

const start = (port: number) =>
  startOpenCollectiveSandbox({ port }).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  })

const sandbox = await start(read().OPEN_COLLECTIVE_SANDBOX_PORT)

let stopping: Promise<void> | undefined

const stop = async () => {
  // Ctrl-C comes as a signal, and then as the end of the parent.
  stopping ??= sandbox.stop()
  await stopping
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'])
  process.once(signal, () => void stop())

// An error: the parent has ended meanwhile.
process.send?.({ ready: sandbox.url }, undefined, undefined, (error) => error && void stop())
if (!process.send) console.log(`Open Collective sandbox: ${sandbox.url}`)
