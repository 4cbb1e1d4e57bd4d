// A thread that renders texts, so that none can block the event loop: see `markdown.ts`.
import { parentPort } from 'node:worker_threads'
import { type RenderTask, renderHtml } from './render-html.ts'

parentPort?.on('message', (task: RenderTask) => parentPort?.postMessage(renderHtml(task)))
