import type { Finding } from './deprecations.ts'
import type { Verdict } from './verdict.ts'

const section = (title: string, findings: Finding[]) =>
  findings.length === 0
    ? []
    : [
        `${title} (${findings.length})`,
        ...findings.map(({ path, message }) => `  ${path}: ${message}`),
        '',
      ]

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

const conclusion = ({ ok, breaking, faults, listed, dangerous, announced, safe }: Verdict) => {
  if (!ok) {
    const reasons = [
      breaking.length > 0 && counted(breaking.length, 'breaking change', 'breaking changes'),
      faults.length > 0 && counted(faults.length, 'bad deprecation', 'bad deprecations'),
    ]
    return `FAILED: ${reasons.filter(Boolean).join(', ')}.`
  }
  const changes = [listed, announced, dangerous, safe].flat().length
  if (changes === 0) return 'OK: nothing changed.'
  if (listed.length > 0) return `OK: breaking, and listed with a reason.`
  return `OK: ${counted(changes, 'change', 'changes')}, none breaking.`
}

const advice = ({ breaking }: Verdict, listPath: string) =>
  breaking.length === 0
    ? []
    : [
        'Keep the old form and deprecate it: "Use `Type.field`. Remove after YYYY-MM-DD.", or list',
        `the path in ${listPath}: [{ "path": …, "reason": …, "date": "YYYY-MM-DD" }].`,
        '',
      ]

/** The verdict for people to read, the conclusion last. */
export const report = (verdict: Verdict, listPath: string) =>
  [
    ...section('Breaking', verdict.breaking),
    ...section('Deprecated in a way that clients cannot follow', verdict.faults),
    ...section('Breaking, listed with a reason', verdict.listed),
    ...section('Removed as announced', verdict.announced),
    ...section('Dangerous', verdict.dangerous),
    ...section('Safe', verdict.safe),
    ...section('Deprecated, and may be removed by now', verdict.due),
    ...section(
      `In ${listPath}, but no such change`,
      verdict.unused.map(({ path, reason }) => ({ path, message: reason })),
    ),
    ...advice(verdict, listPath),
    conclusion(verdict),
  ].join('\n')
