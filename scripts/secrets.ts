// node scripts/secrets.ts <file>: makes secrets of this installation's own, once; what docker compose
// starts with. A file that is there stays as it is.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { secretNames } from '#env.ts'
import { messageOf } from '#lib/errors.ts'
import { fail } from '#lib/process.ts'

type Name = (typeof secretNames)[number]

const secretFor = (name: Name) =>
  name === 'ENCRYPTION_KEYS'
    ? `first:${randomBytes(32).toString('base64')}`
    : randomBytes(32).toString('base64url')

const write = (file: string) => {
  const lines = secretNames.map((name) => `${name}=${secretFor(name)}\n`)
  try {
    writeFileSync(file, lines.join(''), { flag: 'wx', mode: 0o600 })
    console.log(`Wrote ${secretNames.join(', ')} to ${file}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      fail(new Error(`The secrets can't be written: ${messageOf(error)}`))
    }
    console.log(`${file} is there already`)
  }
}

const [file] = process.argv.slice(2)
if (file) write(file)
else fail(new Error('Usage: node scripts/secrets.ts <file>'))
