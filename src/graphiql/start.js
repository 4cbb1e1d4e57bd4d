// Runs in the browser, after graphiql.js: starts GraphiQL with the settings of the page.
const { workers, options, demoPeople, hasGithub } = JSON.parse(
  document.querySelector('#graphiql-settings').textContent,
)

// GraphiQL keeps its tabs in the browser, for all servers at one address alike. Under our own
// keys, so that the tabs of another server do not take the place of our examples.
const storage = {
  get length() {
    return ownKeys().length
  },
  getItem: (key) => localStorage.getItem(`polar:${key}`),
  setItem: (key, value) => localStorage.setItem(`polar:${key}`, value),
  removeItem: (key) => localStorage.removeItem(`polar:${key}`),
  clear() {
    for (const key of ownKeys()) localStorage.removeItem(key)
  },
}

function ownKeys() {
  return Object.keys(localStorage).filter((key) => key.startsWith('polar:'))
}

// A link may carry ?query= and &variables=.
function linkedTab() {
  const link = new URL(location.href).searchParams
  if (!link.has('query')) return undefined
  return { query: link.get('query'), variables: link.get('variables') }
}

// Told nothing, GraphiQL adds an empty tab on each reload, and starts without the variables of
// the first tab.
function openTab() {
  const { tabs, activeTabIndex } = JSON.parse(storage.getItem('graphiql:tabState') ?? '{}')
  return linkedTab() ?? tabs?.[activeTabIndex] ?? options.defaultTabs?.[0] ?? {}
}

// Tabs are not dragged: after any change of width (a font arrives, the window grows) GraphiQL
// pulls the pressed tab from under the pointer, and the click on it is lost.
document.addEventListener(
  'pointerdown',
  (event) => {
    if (event.target.closest('.graphiql-tab')) event.stopPropagation()
  },
  { capture: true },
)

globalThis.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => workers[label] ?? workers.editorWorkerService,
}

const { query, variables, headers } = openTab()
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  ...options,
  defaultTabs: [linkedTab(), ...(options.defaultTabs ?? [])].filter((tab) => tab),
  query: query ?? '',
  variables: variables ?? '',
  initialHeaders: headers ?? options.headers ?? options.defaultHeaders ?? '',
  storage,
  // In place of writing each edit into the page's address, which a reload takes for one more tab.
  onEditQuery() {},
})

// Who is signed in, and a way to be somebody else.
const account = document.querySelector('#account')

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties })
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response
}

async function change(path, body) {
  try {
    await post(path, body)
    await showAccount()
  } catch (error) {
    account.append(element('span', error.message, { role: 'alert' }))
  }
}

const here = location.origin + location.pathname

// A form, since GitHub answers a page; the browser says which page sends it.
function connectForm() {
  const form = element('form', '', { method: 'post', action: '/auth/github/link' })
  form.append(
    element('input', '', { type: 'hidden', name: 'return_to', value: here }),
    element('button', 'Connect GitHub'),
  )
  return form
}

function waysIn() {
  const github = `/auth/github?return_to=${encodeURIComponent(here)}`
  return [
    element('span', 'Not signed in.'),
    ...demoPeople.map((login) =>
      element('button', `Sign in as ${login}`, {
        onclick: () => change('/dev/sign-in', { login }),
      }),
    ),
    ...(hasGithub ? [element('a', 'Sign in with GitHub', { href: github })] : []),
  ]
}

async function showAccount() {
  const query = '{ viewer { login email oauthAccounts { accountLogin } } }'
  const { data } = await (await post(location.pathname, { query })).json()
  const name = data?.viewer?.login ?? data?.viewer?.email
  account.replaceChildren(
    ...(data?.viewer
      ? [
          element('span', `Signed in as ${name}.`),
          ...(hasGithub && data.viewer.oauthAccounts.length === 0 ? [connectForm()] : []),
          element('button', 'Sign out', { onclick: () => change('/auth/logout') }),
        ]
      : waysIn()),
  )
}

await showAccount()
