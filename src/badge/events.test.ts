import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBadge, startMarker } from '#lib/badge-markers.ts'
import { type BadgeWorld, startBadgeWorld } from '../../test/badges.ts'
import { changeBadge } from './jobs.ts'

let world: BadgeWorld

beforeAll(async () => {
  world = await startBadgeWorld()
})
afterAll(() => world.stop())

const repository = 'acme/rocket'

/** What somebody does on GitHub, at a later second than all before. */
const later = () => {
  world.tick()
  return world.github.control
}

const autoEmbed = (isOn: boolean, id = world.rocket.id) =>
  world.app.db.repository.update({ where: { id }, data: { pledgeBadgeAutoEmbed: isOn } })

/** How often a badge stands in a text. */
const badgesIn = (text: string) => text.split(startMarker).length - 1

describe('the badge label', () => {
  test('on a new issue brings the badge, written once and not again for its own webhook', async () => {
    const { id, number, body } = await world.openIssue({ labels: ['fund'] })
    const text = await world.textOf(number)
    expect(text).toMatch(
      /^It stays on the ground\.\n\n<!-- POLAR PLEDGE BADGE START -->\n## Upvote/,
    )
    expect(text).toContain(`href="https://polar.test/acme/rocket/issues/${number}"`)
    expect(text).toContain(
      `src="https://api.polar.test/github/acme/rocket/issues/${number}/badge.svg"`,
    )
    expect(badgesIn(text)).toBe(1)
    expect(world.writesOf(number)).toBe(1)
    expect(hasBadge(body)).toBe(true)
    expect(await world.row(id)).toMatchObject({
      hasPledgeBadgeLabel: true,
      pledgeBadgeEverEmbedded: true,
      pledgeBadgeEmbeddedAt: expect.any(Date),
    })
  })

  test('brings the badge back when an edit lost it', async () => {
    const { number } = await world.openIssue({ labels: ['Fund'] })
    later().editIssue({ repository, number, body: 'Now it flies.' })
    await world.settled()
    expect(await world.textOf(number)).toMatch(/^Now it flies\.\n\n<!-- POLAR PLEDGE BADGE START/)
    expect(world.writesOf(number)).toBe(2)
  })

  test('given later brings the badge; taken off, it takes the badge along', async () => {
    const { id, number } = await world.openIssue()
    expect(world.writesOf(number)).toBe(0)

    later().labelIssue({ repository, number, label: 'Fund' })
    await world.settled()
    expect(badgesIn(await world.textOf(number))).toBe(1)

    later().unlabelIssue({ repository, number, label: 'Fund' })
    await world.settled()
    expect(await world.textOf(number)).toBe('It stays on the ground.')
    expect(world.writesOf(number)).toBe(2)
    expect(await world.row(id)).toMatchObject({
      hasPledgeBadgeLabel: false,
      pledgeBadgeEverEmbedded: true,
      pledgeBadgeEmbeddedAt: null,
    })
  })

  test('is one of many: others change nothing', async () => {
    const { number } = await world.openIssue({ labels: ['bug'] })
    later().labelIssue({ repository, number, label: 'Fundamental' })
    later().unlabelIssue({ repository, number, label: 'Fundamental' })
    await world.settled()
    expect(world.writesOf(number)).toBe(0)
  })

  test('brings the badge to a private repository too', async () => {
    const { number } = await world.openIssue({
      labels: ['Fund'],
      repository: 'acme/secret-fuel',
    })
    expect(badgesIn(await world.textOf(number, 'secret-fuel'))).toBe(1)
  })

  test('told of twice and in any order, all in one second, leaves what GitHub has', async () => {
    const { number } = await world.openIssue()
    const { control } = world.github
    control.changeWebhooks({ isPaused: true, isShuffled: true, copies: 2 })
    for (let round = 0; round < 3; round++) {
      control.labelIssue({ repository, number, label: 'Fund' })
      control.unlabelIssue({ repository, number, label: 'Fund' })
    }
    control.labelIssue({ repository, number, label: 'Fund' })
    control.changeWebhooks({ isPaused: false })
    await world.settled()
    control.changeWebhooks({ isShuffled: false, copies: 1 })
    expect(badgesIn(await world.textOf(number))).toBe(1)
  })
})

describe('a repository that gives badges by itself', () => {
  test('gives them to new issues', async () => {
    await autoEmbed(true)
    const { id, number } = await world.openIssue()
    expect(badgesIn(await world.textOf(number))).toBe(1)
    expect(world.writesOf(number)).toBe(1)
    expect(await world.row(id)).toMatchObject({ hasPledgeBadgeLabel: false })
    await autoEmbed(false)
  })

  test('does not bring back one that was taken off by hand, and knows that it is gone', async () => {
    await autoEmbed(true)
    const { id, number } = await world.openIssue()
    later().editIssue({ repository, number, body: 'Without.' })
    await world.settled()
    expect(await world.textOf(number)).toBe('Without.')
    expect(await world.row(id)).toMatchObject({
      pledgeBadgeEverEmbedded: true,
      pledgeBadgeEmbeddedAt: null,
    })
    await autoEmbed(false)
  })

  test('gives none to issues that were there before, whatever happens to them', async () => {
    const { number } = await world.openIssue()
    await autoEmbed(true)
    later().editIssue({ repository, number, title: 'It still does not fly' })
    later().closeIssue({ repository, number })
    later().reopenIssue({ repository, number })
    await world.settled()
    expect(world.writesOf(number)).toBe(0)
    await autoEmbed(false)
  })

  test('keeps the badge of an issue that loses the label', async () => {
    await autoEmbed(true)
    const { number } = await world.openIssue({ labels: ['Fund'] })
    later().unlabelIssue({ repository, number, label: 'Fund' })
    await world.settled()
    expect(badgesIn(await world.textOf(number))).toBe(1)
    await autoEmbed(false)
  })

  test('gives none while it is private', async () => {
    await autoEmbed(true, world.secretFuel.id)
    const { number } = await world.openIssue({ repository: 'acme/secret-fuel' })
    expect(world.writesOf(number, 'secret-fuel')).toBe(0)
  })
})

describe('no badge is written', () => {
  test('while the installation is suspended', async () => {
    const { id } = world.organization
    const { db } = world.app
    await db.organization.update({ where: { id }, data: { status: 'SUSPENDED' } })
    const { number } = await world.openIssue({ labels: ['Fund'] })
    expect(world.writesOf(number)).toBe(0)
    await db.organization.update({ where: { id }, data: { status: 'ACTIVE' } })
  })

  test('where GitHub has it already: five changes at once are one', async () => {
    const { id, number } = await world.openIssue()
    await world.app.ctx.transaction(async (tx) => {
      for (let copy = 0; copy < 5; copy++) {
        const change = { action: 'EMBED', trigger: 'message' } as const
        await tx.jobs.send(changeBadge, { issueId: id, change }, { key: id })
      }
    })
    await world.settled()
    expect(badgesIn(await world.textOf(number))).toBe(1)
    expect(world.writesOf(number)).toBe(1)
  })
})

test('an issue that moves to another repository has a badge that leads to its new place', async () => {
  await world.app.db.repository.create({
    data: {
      externalId: BigInt(
        world.github.world.repositories.find(({ name }) => name === 'launchpad')?.id ?? 0,
      ),
      name: 'launchpad',
      isPrivate: false,
      organizationId: world.organization.id,
    },
  })
  const { number } = await world.openIssue({ labels: ['Fund'] })
  const moved = later().transferIssue({ repository, number, to: 'acme/launchpad' })
  await world.settled()
  const text = await world.textOf(moved.number, 'launchpad')
  expect(badgesIn(text)).toBe(1)
  expect(text).toContain(`href="https://polar.test/acme/launchpad/issues/${moved.number}"`)
})
