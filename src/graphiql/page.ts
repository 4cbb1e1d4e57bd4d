import type { GraphiQLOptions } from 'graphql-yoga'
import { graphiqlPaths, type StartSettings } from './assets.ts'
import { examples } from './examples.ts'

const defaults: GraphiQLOptions = {
  title: 'Polar GraphQL',
  defaultTabs: examples.map(({ query, variables }) => ({ query, variables })),
}

// Monaco writes style elements and carries its fonts in the style sheet.
const policyWith = (formTargets: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    "base-uri 'none'",
    `form-action ${formTargets.join(' ') || "'none'"}`,
  ].join('; ')

type SignIn = {
  /** Logins that sign in with one click. */
  demoPeople: readonly string[]
  /** Where the form leads that connects an account of GitHub; none without a GitHub App. */
  formTargets: readonly string[]
}

const accountStyle = [
  '#account{display:flex;gap:8px;align-items:center;height:36px;padding:0 16px;box-sizing:border-box;font:13px system-ui,sans-serif;background:#171a21;color:#e8eaf0}',
  '#account button,#account a{font:inherit;color:inherit;background:#2b3140;border:0;border-radius:6px;padding:4px 10px;cursor:pointer;text-decoration:none}',
  '#account button:hover,#account a:hover{background:#3b4357}',
  'body #root{height:calc(100vh - 36px)}',
  '#root .graphiql-container{height:100%}',
].join('')

/**
 * The HTML page of GraphiQL, a few kilobytes that name the files of `serveGraphiqlAsset`; nothing
 * on it comes from another host.
 * Yoga's `renderGraphiQL` option: `options` is what Yoga's `graphiql` option says, over our title
 * and example tabs.
 */
export async function renderGraphiqlPage(
  options: GraphiQLOptions = {},
  { demoPeople, formTargets }: SignIn = { demoPeople: [], formTargets: [] },
): Promise<string> {
  const paths = await graphiqlPaths()
  const merged = { ...defaults, ...options }
  const settings: StartSettings = {
    workers: {
      editorWorkerService: paths['editor-worker.js'],
      json: paths['json-worker.js'],
      graphql: paths['graphql-worker.js'],
    },
    options: merged,
    demoPeople,
    hasGithub: formTargets.length > 0,
  }
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policyWith(formTargets)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(merged.title ?? '')}</title>
    <link rel="icon" href="${escapeHtml(merged.favicon ?? paths['favicon.ico'])}">
    <link rel="stylesheet" href="${paths['graphiql.css']}">
    <style>${accountStyle}</style>
    <script type="application/json" id="graphiql-settings">${escapeJson(settings)}</script>
    <script defer src="${paths['graphiql.js']}"></script>
    <script type="module" src="${paths['start.js']}"></script>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <nav id="account"></nav>
    <div id="root"></div>
  </body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

// Without "<" no text of the settings can end the script element.
function escapeJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
