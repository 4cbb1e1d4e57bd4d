import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Tests ask more of one address than people do, and more at once; those of the limits set their own. */
export const unlimited = {
  RATE_LIMIT_SIGNED_IN: '2000000000',
  RATE_LIMIT_SIGNED_OUT: '2000000000',
  RATE_LIMIT_DOCUMENT_BYTES: '2000000000',
  OPERATIONS_PER_CLIENT: '200',
}

type Settings = Record<string, string>

/** Starts one of the project's processes as `npm run` does; waits until it says it is ready. */
export const startProcess = async (file: string, settings: Settings) => {
  const child = spawn(process.execPath, [file], {
    env: {
      ...{ ...process.env, ...unlimited, NODE_ENV: 'test', LOG_LEVEL: 'error', PORT: '0' },
      ...settings,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} did not start: it ended with ${code}`)
  })
  const started = once(child, 'message') as Promise<[{ ready: string }]>
  const [message] = await Promise.race([started, failed])
  failed.catch(() => undefined)
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(child, 'exit')
    child.kill(signal)
    const [code] = (await ended) as [number | null]
    return code
  }
  return {
    /** The API's address; the worker says just that it is there. */
    ready: message.ready,
    /** As the power cut does: nothing is finished. */
    kill: () => end('SIGKILL'),
    /** As an operator does: what is under way is finished. The exit code. */
    stop: () => end('SIGTERM'),
  }
}

type Run = { file: string; args?: string[]; settings: Settings }

/** Runs a program of the project to its end. */
export const run = async ({ file, args = [], settings }: Run) => {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, NODE_ENV: 'test', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}
