import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const storedMail = z.object({
  /** What the sender calls this mail; a mail sent again keeps it. */
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  sentAt: z.coerce.date(),
})

export type StoredMail = z.output<typeof storedMail>

export type Mail = Omit<StoredMail, 'sentAt'>

export type Mailbox = {
  /** Keeps a mail. It takes the place of an earlier one of the same id. */
  add(mail: Mail): Promise<void>
  /** All mails, newest first. */
  list(): Promise<StoredMail[]>
  /** The mail of an id, if it is still there. */
  find(id: string): Promise<StoredMail | undefined>
}

type File = { name: string; id: string }

const fileName = /^\d{8}T\d{9}Z-(.+)\.json$/

/** The files of a mailbox, newest first: their names begin with the time. */
const filesOf = async (directory: string): Promise<File[]> => {
  const names = await readdir(directory).catch(nothingIfMissing<string[]>([]))
  return names
    .sort()
    .reverse()
    .flatMap((name) => {
      const id = fileName.exec(name)?.[1]
      return id === undefined ? [] : [{ name, id }]
    })
}

/** A folder may not be made yet; a file may have gone in favour of a newer one meanwhile. */
const nothingIfMissing =
  <Nothing>(nothing: Nothing) =>
  (error: NodeJS.ErrnoException): Nothing => {
    if (error.code === 'ENOENT') return nothing
    throw error
  }

const read = async (path: string): Promise<StoredMail[]> => {
  const text = await readFile(path, 'utf8').catch(nothingIfMissing(undefined))
  return text === undefined ? [] : [storedMail.parse(JSON.parse(text))]
}

/**
 * Mails as files of a folder, one each, which several processes may share; only the owner of the
 * process can read them. The folder is made with the first mail and keeps the newest `keep` ones.
 */
export const openMailbox = (directory: string, { keep = 200 } = {}): Mailbox => {
  const readAll = async (files: File[]) =>
    (await Promise.all(files.map(({ name }) => read(join(directory, name))))).flat()
  return {
    add: async (mail) => {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const sentAt = new Date().toISOString()
      const name = `${sentAt.replace(/[-:.]/g, '')}-${mail.id}.json`
      // Nobody must find a file that is not all there yet.
      const unfinished = join(directory, `${randomUUID()}.tmp`)
      await writeFile(unfinished, JSON.stringify({ ...mail, sentAt }, null, 2), { mode: 0o600 })
      await rename(unfinished, join(directory, name))
      const others = (await filesOf(directory)).filter((file) => file.name !== name)
      const outdated = others.filter(({ id }, index) => id === mail.id || index >= keep - 1)
      for (const file of outdated) await rm(join(directory, file.name), { force: true })
    },
    list: async () => readAll(await filesOf(directory)),
    find: async (id) => {
      const files = await filesOf(directory)
      return (await readAll(files.filter((file) => file.id === id)))[0]
    },
  }
}
