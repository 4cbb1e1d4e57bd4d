import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Unavailable } from './errors.ts'
import { Limit } from './limit.ts'
import { currentOperation } from './operation.ts'
import { longestMarkdown, plainHtml, type RenderTask } from './render-html.ts'

export { longestMarkdown } from './render-html.ts'

/** A text that takes longer, in milliseconds, is shown as it was written. */
const patienceMs = 5_000

/** HTML is longer than the Markdown that it came from. */
const longestHtml = 20 * longestMarkdown

/** One thread of this process, started with the first text and again after one that took too long. */
let thread: Worker | undefined
/** Texts wait for their turn: those of one client let others go first. */
const turns = new Limit({
  concurrency: 1,
  waitingPerClient: 200,
  refuse: () => new Unavailable('Too many texts are being rendered: try again later', 5),
})

const start = () => {
  const started = new Worker(new URL('./render-thread.ts', import.meta.url))
  // It keeps no process alive; an error ends it, and is told to who waits.
  started.unref()
  started.once('exit', () => {
    if (thread === started) thread = undefined
  })
  return started
}

const renderNow = async (task: RenderTask): Promise<string> => {
  thread ??= start()
  const asked = thread
  asked.postMessage(task)
  try {
    const [html] = await once(asked, 'message', { signal: AbortSignal.timeout(patienceMs) })
    return String(html)
  } catch {
    thread = undefined
    await asked.terminate()
    return plainHtml(task.text)
  }
}

/** An operation that has ended waits for nothing any more. */
const render = async (task: RenderTask, longest: number): Promise<string> => {
  if (task.text.length > longest) return plainHtml(task.text)
  const { client = '', signal } = currentOperation() ?? {}
  return turns.run(() => renderNow(task), { client, signal })
}

/**
 * GitHub's Markdown as HTML that is safe to show: see `sanitize`. Rendered in a thread of its own,
 * one text after the other. A text of more than 65,536 characters, or one that takes more than 5
 * seconds, is shown as it was written.
 */
export const markdownToHtml = (markdown: string): Promise<string> =>
  render({ kind: 'markdown', text: markdown }, longestMarkdown)

/** HTML of another server, made safe in the same thread: see `sanitize`. */
export const toSafeHtml = (html: string): Promise<string> =>
  render({ kind: 'html', text: html }, longestHtml)
