// npm run db:status: where the database stands. Exit code 1 when it is not where it should be.
import { type MigrationStatus, migrationStatus, pendingModelChanges } from '#lib/migrations.ts'
import { withDatabase } from './database.ts'

const table = (rows: string[][]) => {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

const time = (date: Date | null) =>
  date ? `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC` : ''

const report = ({ migrations, drift, driftUnknown }: MigrationStatus) => {
  const rows = migrations.map(({ name, state, appliedAt }) => [name, state, time(appliedAt)])
  console.log(table([['Migration', 'State', 'Applied'], ...rows]))
  for (const { name, error } of migrations) if (error) console.log(`\n${name}: ${error}`)
  if (drift) console.log(`\n${drift}`)
  if (driftUnknown) console.log(`\nThe tables could not be compared: ${driftUnknown}`)
}

await withDatabase(async (url) => {
  const status = await migrationStatus(url)
  report(status)
  const changes = status.driftUnknown ? '' : await pendingModelChanges(url)
  if (changes) {
    console.log('\nThe models ask for what no migration makes (npm run db:migrate -- --name …):')
    console.log(changes)
  }
  const isApplied = status.migrations.every(({ state }) => state === 'applied')
  if (!isApplied || status.drift || changes) process.exitCode = 1
  else if (!status.driftUnknown) console.log('\nAll is as it should be')
})
