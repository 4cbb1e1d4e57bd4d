/** What the pages of repositories and issues need beyond those of signing in. */
export const siteStyles = `
body { place-items: start center }
main { max-width: 880px }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px }
header h1 { flex: 1 1 100%; margin: 0; overflow-wrap: anywhere }
header .end { margin-left: auto }
a { color: var(--accent); text-decoration: none }
a:hover { text-decoration: underline }
li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 10px; padding: 11px 24px }
li .grow { flex: 1; min-width: 180px; overflow-wrap: anywhere }
li small, .meta { color: var(--soft); font-size: 13px }
.state { padding: 2px 11px; border-radius: 99px; font-size: 13px; font-weight: 600; color: #fff; background: #1a7f37 }
.state.closed { background: #6e40c9 }
.chip { display: inline-flex; align-items: center; gap: 6px; padding: 1px 10px; border-radius: 99px; font-size: 12px;
  font-weight: 600; border: 1px solid var(--line); background: var(--card); color: inherit; font-family: inherit }
.chip i { width: 10px; height: 10px; border-radius: 50% }
button.chip { cursor: pointer }
button.chip:hover { background: var(--hover) }
section { padding: 18px 24px; border-top: 1px solid var(--line) }
section h2 { margin: 0 0 10px; font-size: 14px }
section form + form { margin-top: 12px }
.said { display: flex; gap: 12px; align-items: start }
.said svg { flex: none; border-radius: 50% }
.said > div { flex: 1; min-width: 0 }
.text { overflow-wrap: anywhere }
.text > :first-child { margin-top: 4px }
section .text h2 { margin: 18px 0 8px; font-size: 18px }
.text p, .text li { color: var(--text) }
.text ul, .text ol { margin: 10px 0; padding-left: 24px; border: 0; list-style: revert }
.text li { display: list-item; padding: 2px 0; border: 0 }
.text img { max-width: 100% }
.text pre, pre.raw { overflow-x: auto; padding: 12px; border-radius: 8px; background: var(--back); font-size: 13px }
pre.raw { white-space: pre-wrap; overflow-wrap: anywhere }
details { margin: 12px 0 0 44px; color: var(--soft); font-size: 13px }
summary { cursor: pointer }
label { display: grid; gap: 4px; margin-bottom: 12px; font-size: 13px; color: var(--soft) }
input, textarea, select { width: 100%; padding: 8px 10px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); color: var(--text); font: inherit }
textarea { min-height: 140px; max-height: 60vh; field-sizing: content; resize: vertical; font: 13px/1.5 ui-monospace, monospace }
select.person-choice { width: auto }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px }
.row input { flex: 1; min-width: 160px }
.button { display: inline-block; padding: 7px 15px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); color: inherit; font: inherit; font-size: 14px; cursor: pointer }
.button:hover { background: var(--hover); text-decoration: none }
.button.main { border-color: transparent; background: #1a7f37; color: #fff; font-weight: 600 }
`
