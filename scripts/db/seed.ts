// npm run db:seed: adds the demo data to an empty database, which is migrated first.
import { connectDatabase } from '#lib/db.ts'
import { applyMigrations } from '#lib/migrations.ts'
import { seedOnce } from '#seed.ts'
import { withDatabase } from './database.ts'

await withDatabase(async (url) => {
  for (const migration of await applyMigrations(url)) console.log(`Applied ${migration}`)
  const db = connectDatabase({ url, connections: 1 })
  try {
    const seeded = await seedOnce(db)
    console.log(
      seeded
        ? `Added the demo data: ${await db.repository.count()} repositories, ${await db.issue.count()} issues`
        : 'Nothing was added: the database holds data already',
    )
  } finally {
    await db.$disconnect()
  }
})
