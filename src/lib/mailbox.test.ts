import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openMailbox } from './mailbox.ts'

let folder = ''
let directory = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polar-mailbox-'))
  directory = join(folder, 'data', 'mail')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const mail = (id: string, subject = `Subject of ${id}`) => ({
  id,
  to: 'ada@example.org',
  subject,
  html: '<p>Hello</p>',
  text: 'Hello',
})

const idsOf = async (mailbox: ReturnType<typeof openMailbox>) =>
  (await mailbox.list()).map(({ id }) => id)

/** So that no two mails come in the same millisecond. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 2))

test('is empty before the first mail', async () => {
  const mailbox = openMailbox(directory)
  expect(await mailbox.list()).toEqual([])
  expect(await mailbox.find('first')).toBeUndefined()
})

test('shows the newest mail first, to every process', async () => {
  const mailbox = openMailbox(directory)
  for (const id of ['first', 'a-first', 'second.1']) {
    await mailbox.add(mail(id))
    await moment()
  }
  const other = openMailbox(directory)
  expect(await idsOf(other)).toEqual(['second.1', 'a-first', 'first'])
  const found = await other.find('first')
  expect(found).toMatchObject(mail('first'))
  expect(Date.now() - (found?.sentAt.getTime() ?? 0)).toBeLessThan(10_000)
})

test('a mail sent again takes the place of the earlier one', async () => {
  const mailbox = openMailbox(directory)
  for (const id of ['one', 'two', 'one']) {
    await mailbox.add(mail(id))
    await moment()
  }
  expect(await idsOf(mailbox)).toEqual(['one', 'two'])
  expect(await readdir(directory)).toHaveLength(2)
})

test('keeps the newest mails', async () => {
  const mailbox = openMailbox(directory, { keep: 3 })
  for (const id of ['1', '2', '3', '4', '5']) {
    await mailbox.add(mail(id))
    await moment()
  }
  expect(await idsOf(mailbox)).toEqual(['5', '4', '3'])
  expect(await readdir(directory)).toHaveLength(3)
})

test('many mails at once, from two processes, are all whole', async () => {
  const boxes = [openMailbox(directory), openMailbox(directory)]
  const ids = Array.from({ length: 40 }, (_, index) => `mail-${index}`)
  const adding = ids.map((id, index) => boxes[index % 2]?.add(mail(id)))
  await Promise.all([...adding, ...ids.map(() => boxes[0]?.list())])
  expect((await idsOf(openMailbox(directory))).sort()).toEqual(ids.sort())
  expect((await readdir(directory)).filter((name) => !name.endsWith('.json'))).toEqual([])
})

test('only the owner can read mails', async () => {
  await openMailbox(directory).add(mail('secret'))
  const [name = ''] = await readdir(directory)
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600)
})

test('finds nothing but its own files', async () => {
  const mailbox = openMailbox(directory)
  await mailbox.add(mail('mine'))
  await writeFile(join(folder, '20260101T000000000Z-theirs.json'), JSON.stringify(mail('theirs')))
  await writeFile(join(directory, 'notes.json'), 'not a mail')
  expect(await idsOf(mailbox)).toEqual(['mine'])
  for (const id of ['theirs', '../20260101T000000000Z-theirs', '../../theirs', '', '.', 'min']) {
    expect(await mailbox.find(id)).toBeUndefined()
  }
})

test('a folder that cannot be made is an error, not an empty mailbox', async () => {
  await writeFile(join(folder, 'data'), 'a file')
  await expect(openMailbox(directory).add(mail('x'))).rejects.toThrow(/ENOTDIR|EEXIST/)
  await expect(openMailbox(directory).list()).rejects.toThrow(/ENOTDIR/)
})
