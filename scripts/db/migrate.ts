// npm run db:migrate: applies what is pending. With -- --name add_sponsor it first writes the
// migration that takes the migrations to the models.
import { parseArgs } from 'node:util'
import { applyMigrations, createMigration } from '#lib/migrations.ts'
import { fail } from '#lib/process.ts'
import { withDatabase } from './database.ts'

const readName = () => {
  try {
    return parseArgs({ options: { name: { type: 'string' } } }).values.name
  } catch {
    return fail(new Error('Usage: npm run db:migrate [-- --name add_sponsor]'))
  }
}

const name = readName()

await withDatabase(async (url) => {
  if (name !== undefined) {
    const written = await createMigration(url, name)
    console.log(
      written ? `Wrote prisma/migrations/${written}/migration.sql` : 'Models and migrations agree',
    )
  }
  const applied = await applyMigrations(url)
  for (const migration of applied) console.log(`Applied ${migration}`)
  if (applied.length === 0) console.log('Every migration is applied')
})
