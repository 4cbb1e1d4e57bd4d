import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '#context.ts'
import { split, sum } from '#lib/money.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import * as ledger from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const currency = 'usd'
const payees = 2

/** A command, with numbers from 0 to 1 that say how much and which. */
type Command = {
  name: 'transfer' | 'refund' | 'dispute' | 'win' | 'settle' | 'payout' | 'writeOff' | 'replay'
  share: number
  which: number
  fee: number
}

/** A transfer or reversal of the model: what the payee got of it, and what was done with it. */
type Move = { id: string; payee: number; amount: bigint; isSettled: boolean; isPaid: boolean }

type OpenTransfer = { payee: number; net: bigint; fee: bigint; gross: bigint }

/** One payment and what became of it, in plain numbers. */
type Model = {
  paid: bigint
  returned: bigint
  tax: bigint
  held: bigint
  revenue: bigint
  fees: bigint
  losses: bigint
  stripe: bigint
  owed: bigint[]
  atPayee: bigint[]
  transfers: Map<string, OpenTransfer>
  moves: Move[]
  /** Open disputes, with how they are undone. */
  disputes: { id: string; amount: bigint; tax: bigint; reversed: Map<string, OpenTransfer> }[]
}

/** The books and the model beside them. */
type World = {
  model: Model
  paymentId: string
  pledgeId: string
  accounts: string[]
  /** What was done, to be done again. */
  done: ((tx: Tx) => Promise<unknown>)[]
}

const partOf = (whole: bigint, share: number) => (whole * BigInt(Math.ceil(share * 100))) / 100n

const pick = <Item>(items: Item[], which: number): Item | undefined =>
  items[Math.min(items.length - 1, Math.floor(which * items.length))]

const run = async (world: World, work: (tx: Tx) => Promise<unknown>) => {
  world.done.push(work)
  return app.ctx.transaction(work)
}

type Posted = { id: string }
type Returned = Awaited<ReturnType<typeof ledger.refund>>

/** What goes back by the rules of docs/ledger.md, and that the ledger took just that. */
const applyReturn = (world: World, amount: bigint, fee: bigint, { parts }: Returned) => {
  const { model } = world
  const left = model.paid - model.returned
  const tax = (model.tax * amount) / left
  const open = [...model.transfers]
  const weights = [model.held, ...open.map(([, { gross }]) => gross)]
  const [, ...grosses] = split(amount - tax, weights)
  const reversed = new Map<string, OpenTransfer>()
  const answers = new Map(parts.map((part) => [part.originalId, part]))
  for (const [place, [transferId, transfer]] of open.entries()) {
    const { payee } = transfer
    const net = (transfer.net * amount) / left
    const gross = grosses[place] ?? 0n
    const back = { payee, net, gross, fee: gross - net }
    const answer = answers.get(transferId)
    expect([answer?.amount ?? 0n, answer?.fee ?? 0n]).toEqual([net, back.fee])
    if (!answer) continue
    reversed.set(answer.id, back)
    transfer.net -= net
    transfer.gross -= gross
    transfer.fee -= back.fee
    model.owed[payee] = (model.owed[payee] ?? 0n) - net
    model.revenue -= back.fee
    model.held += gross
    model.moves.push({ id: answer.id, payee, amount: -net, isSettled: false, isPaid: false })
  }
  expect(parts).toHaveLength(reversed.size)
  model.returned += amount
  model.tax -= tax
  model.held -= amount - tax
  model.fees += fee
  model.stripe -= amount + fee
  expect(model.held).toBeGreaterThanOrEqual(0n)
  return { tax, reversed }
}

const commands: Record<Command['name'], (world: World, command: Command) => Promise<void>> = {
  transfer: async (world, { share, which, fee: feeShare }) => {
    const { model, paymentId } = world
    const gross = partOf(model.held, share)
    const fee = partOf(gross, feeShare / 2)
    const net = gross - fee
    if (net <= 0n) return
    const payee = Math.min(payees - 1, Math.floor(which * payees))
    const input = {
      ...{ key: randomUUID(), paymentId, payeeAccountId: world.accounts[payee] ?? '' },
      ...{ amount: net, fee, feeBasisPoints: 1_000 },
    }
    const { id } = (await run(world, (tx) => ledger.transfer(tx, input))) as Posted
    model.transfers.set(id, { payee, net, fee, gross })
    model.moves.push({ id, payee, amount: net, isSettled: false, isPaid: false })
    model.held -= gross
    model.revenue += fee
    model.owed[payee] = (model.owed[payee] ?? 0n) + net
  },
  refund: async (world, { share }) => {
    const { model, paymentId } = world
    const amount = partOf(model.paid - model.returned, share)
    if (amount <= 0n) return
    const input = { key: randomUUID(), paymentId, amount, refundId: randomUUID() }
    const answer = await run(world, (tx) => ledger.refund(tx, input))
    applyReturn(world, amount, 0n, answer as Returned)
  },
  dispute: async (world, { share }) => {
    const { model, paymentId } = world
    const amount = partOf(model.paid - model.returned, share)
    if (amount <= 0n) return
    const input = { key: randomUUID(), paymentId, amount, fee: 15n, disputeId: randomUUID() }
    const answer = (await run(world, (tx) => ledger.dispute(tx, input))) as Returned
    const how = applyReturn(world, amount, 15n, answer)
    model.disputes.push({ id: answer.transaction.id, amount, ...how })
  },
  win: async (world, { which }) => {
    const { model } = world
    const dispute = pick(model.disputes, which)
    if (!dispute) return
    model.disputes.splice(model.disputes.indexOf(dispute), 1)
    const input = { key: randomUUID(), disputeId: dispute.id }
    const answer = (await run(world, (tx) => ledger.reinstate(tx, input))) as Returned
    expect(answer.parts).toHaveLength(dispute.reversed.size)
    model.returned -= dispute.amount
    model.tax += dispute.tax
    model.held += dispute.amount - dispute.tax
    model.stripe += dispute.amount
    for (const part of answer.parts) {
      const again = dispute.reversed.get(part.originalId)
      if (!again) throw new Error('what is made again was not reversed')
      model.transfers.set(part.id, { ...again })
      const { payee, net: amount } = again
      model.moves.push({ id: part.id, payee, amount, isSettled: false, isPaid: false })
      model.owed[payee] = (model.owed[payee] ?? 0n) + amount
      model.held -= again.gross
      model.revenue += again.fee
    }
  },
  settle: async (world, { which }) => {
    const { model } = world
    const open = model.moves.filter(({ isSettled, amount }) => !isSettled && amount !== 0n)
    const move = pick(open, which)
    if (!move) return
    const input = { key: randomUUID(), transactionId: move.id, processorId: randomUUID() }
    await run(world, (tx) => ledger.settle(tx, input))
    move.isSettled = true
    model.stripe -= move.amount
    model.atPayee[move.payee] = (model.atPayee[move.payee] ?? 0n) + move.amount
  },
  payout: async (world, { which }) => {
    const { model, accounts } = world
    const payee = Math.min(payees - 1, Math.floor(which * payees))
    const due = model.moves.filter((move) => move.isSettled && !move.isPaid && move.payee === payee)
    const amount = sum(due.map((move) => move.amount))
    if (amount <= 0n) return
    const input = {
      ...{ key: randomUUID(), processor: 'STRIPE' as const, payoutId: randomUUID() },
      ...{ payeeAccountId: accounts[payee] ?? '', pays: due.map(({ id }) => id) },
      paid: { amount, currency },
    }
    await run(world, (tx) => ledger.payout(tx, input))
    for (const move of due) move.isPaid = true
    model.owed[payee] = (model.owed[payee] ?? 0n) - amount
    model.atPayee[payee] = (model.atPayee[payee] ?? 0n) - amount
  },
  writeOff: async (world, { which }) => {
    const { model, accounts } = world
    const payee = Math.min(payees - 1, Math.floor(which * payees))
    const amount = -(model.owed[payee] ?? 0n)
    if (amount <= 0n) return
    const input = { key: randomUUID(), payeeAccountId: accounts[payee] ?? '', amount, currency }
    await run(world, (tx) => ledger.writeOff(tx, { ...input, note: 'gone' }))
    model.losses += amount
    model.owed[payee] = 0n
  },
  replay: async (world, { which }) => {
    const work = pick(world.done, which)
    const count = () => app.db.ledgerTransaction.count()
    const before = await count()
    if (work) await app.ctx.transaction(work)
    expect(await count()).toBe(before)
  },
}

const begin = async ({ amount, taxed }: { amount: bigint; taxed: boolean }): Promise<World> => {
  const [pledgeId, chargeId] = [randomUUID(), randomUUID()]
  const tax = taxed ? amount / 5n : 0n
  const causes = { pledgeId, chargeId, taxCountry: pledgeId.slice(0, 2), taxState: pledgeId }
  const input = { key: chargeId, currency, amount, tax, fee: 3n, causes }
  const pay = (tx: Tx) => ledger.payment(tx, input)
  const { id: paymentId } = await app.ctx.transaction(pay)
  const accounts = Array.from({ length: payees }, () => randomUUID())
  const nothing = () => accounts.map(() => 0n)
  const model: Model = {
    ...{ paid: amount, returned: 0n, tax, held: amount - tax, revenue: 0n, fees: 3n, losses: 0n },
    ...{ stripe: amount - 3n, owed: nothing(), atPayee: nothing(), transfers: new Map() },
    ...{ moves: [], disputes: [] },
  }
  return { model, paymentId, pledgeId, accounts, done: [pay] }
}

/** The balances of this payment alone, from the entries; one database serves all runs. */
const balances = async ({ pledgeId, paymentId, accounts }: World) => {
  const { held, left, taxLeft } = await ledger.fundingOf(app.ctx, paymentId)
  const of = (kind: 'payable' | 'payeeBalance') =>
    Promise.all(
      accounts.map((id) => ledger.balanceOf(app.ctx, ledger.accounts[kind](id, currency))),
    )
  const { balance, tax, fees } = await ledger.platformBalance(app.ctx, currency, { pledgeId })
  const stripe = await app.db.ledgerEntry.aggregate({
    where: { account: { kind: 'PROCESSOR_BALANCE' }, transaction: { pledgeId } },
    _sum: { amount: true },
  })
  return {
    ...{ held, left, taxLeft, tax, fees, revenue: balance - held },
    stripe: stripe._sum.amount ?? 0n,
    owed: await of('payable'),
    atPayee: await of('payeeBalance'),
  }
}

const unit = fc.double({ min: 0, max: 1, noNaN: true })
const command = fc.record({
  name: fc.constantFrom(...(Object.keys(commands) as Command['name'][])),
  share: unit,
  which: unit,
  fee: unit,
})

test('random events leave the balances of a plain model', { timeout: 120_000 }, async () => {
  const payment = fc.record({
    amount: fc.oneof(fc.bigInt({ min: 5n, max: 50n }), fc.bigInt({ min: 5n, max: 1_000_000n })),
    taxed: fc.boolean(),
  })
  const property = fc.asyncProperty(
    payment,
    fc.array(command, { maxLength: 20 }),
    async (paid, list) => {
      const world = await begin(paid)
      for (const each of list) await commands[each.name](world, each)
      const { model } = world
      expect(await balances(world)).toEqual({
        ...{ held: model.held, left: model.paid - model.returned, taxLeft: model.tax },
        ...{ tax: model.tax, fees: model.fees, revenue: model.revenue, stripe: model.stripe },
        ...{ owed: model.owed, atPayee: model.atPayee },
      })
    },
  )
  await fc.assert(property, { numRuns: Number(process.env.LEDGER_RUNS ?? 60) })
  expect(await ledger.faultsOf(app.ctx)).toEqual([])
  const unbalanced = await app.db.ledgerEntry.groupBy({
    by: ['transactionId', 'currency'],
    _sum: { amount: true },
    having: { amount: { _sum: { not: 0n } } },
  })
  expect(unbalanced).toEqual([])
})
