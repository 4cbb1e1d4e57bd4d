import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { freePort } from './ports.ts'

const onPath = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Whether tests can have a Redis: `redis-server` on the PATH, or `REDIS_URL`. */
export const hasRedis = process.env.REDIS_URL !== undefined || onPath('redis-server')
if (!hasRedis) console.warn('Redis suite skipped: put redis-server on the PATH or set REDIS_URL')

export type RunningRedis = { url: string; stop: () => void }

/** The Redis of `REDIS_URL`, or one of this test file's own on a free port. */
export const startRedis = async ({ port: wanted = '' } = {}): Promise<RunningRedis> => {
  const given = process.env.REDIS_URL
  if (given) return { url: given, stop: () => {} }
  const port = wanted || (await freePort())
  const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''])
  for await (const chunk of server.stdout) if (`${chunk}`.includes('Ready to accept')) break
  return { url: `redis://127.0.0.1:${port}`, stop: () => void server.kill() }
}
