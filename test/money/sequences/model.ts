import { shared, total, withoutFee } from './rules.ts'

/**
 * The money of one issue in plain numbers: docs/ledger.md and the way of a pledge, told again without
 * anything of src. It is told what happened, and says what the books must then say.
 */

/** What happened to a payment at Stripe. Cents. */
export type Fact = {
  kind: 'PAYMENT' | 'REFUND' | 'DISPUTE' | 'DISPUTE_REVERSAL'
  /** Of the charge, refund or dispute. */
  id: string
  amount: bigint
  /** What Stripe took for it. */
  fee: bigint
}

/** What a receiver has of a pledge: alone, and together with our part. */
type Part = { receiver: number; net: bigint; gross: bigint }

export type PledgeModel = {
  /** At Stripe, in order, and how many of them the books know. */
  facts: Fact[]
  known: number
  isOnCompletion: boolean
  /** Whether the time to object is over. */
  isDue: boolean
  state: 'NONE' | 'INITIATED' | 'CREATED' | 'PENDING' | 'DISPUTED' | 'CHARGE_DISPUTED' | 'REFUNDED'
  /** What the pledge says; what is left of the payment; what nobody has got yet. */
  amount: bigint
  left: bigint
  held: bigint
  /** By the ledger's ids, in the order in which they were made. */
  transfers: Map<string, Part>
  /** Receivers who have got their share. */
  served: Set<number>
  /** What a dispute took back, by the ids of the dispute and of its reversals. */
  disputed: Map<string, Map<string, Part>>
}

/** A transfer or reversal as the receiver has it. */
type Move = { receiver: number; net: bigint; isSettled: boolean }

export type Model = {
  pledges: PledgeModel[]
  /** Thousandths of each receiver, once the issue is confirmed; null for who gets none. */
  weights: (bigint | null)[] | null
  isActive: boolean[]
  /** What receivers earned and did not give back. */
  earned: bigint[]
  revenue: bigint
  fees: bigint
  processor: bigint
  moves: Map<string, Move>
  /** Parts of the last refund, dispute or win that the books have not named yet. */
  parts: { cause: string; pledge: PledgeModel; open: Map<string, Part> } | null
  /** What the transfers of one database transaction are reckoned from. */
  batch: { id: string; pledge: PledgeModel; shares: Map<number, Part> } | null
}

/** A transaction of the ledger; the sums of its entries by kind of account, positive for debit. */
export type Posting = {
  id: string
  kind: string
  /** Of the database transaction. */
  batch: string
  pledge: number
  receiver: number
  /** Of the charge, refund or dispute. */
  factId: string | null
  originalId: string | null
  causeId: string | null
}

export type Sums = Record<string, bigint>

export const createModel = (receivers: { isActive: boolean }[]): Model => ({
  ...{ pledges: [], weights: null, isActive: receivers.map(({ isActive }) => isActive) },
  ...{ earned: receivers.map(() => 0n), revenue: 0n, fees: 0n, processor: 0n, moves: new Map() },
  ...{ parts: null, batch: null },
})

export const createPledge = (amount: bigint, isOnCompletion: boolean): PledgeModel => ({
  ...{
    facts: [],
    known: 0,
    isOnCompletion,
    isDue: false,
    state: 'NONE',
    amount,
    left: 0n,
    held: 0n,
  },
  ...{ transfers: new Map(), served: new Set(), disputed: new Map() },
})

const isCounted = ({ state }: PledgeModel) =>
  state === 'CREATED' || state === 'PENDING' || state === 'DISPUTED'

/** What the issue shows. */
export const pledgedSum = ({ pledges }: Model) =>
  total(pledges.filter(isCounted).map(({ amount }) => amount))

/** Paid and on a solved issue, a pledge can be paid out: one on completion at once. */
const advance = (model: Model, pledge: PledgeModel) => {
  if (pledge.state !== 'CREATED' || !model.weights || pledge.known === 0) return
  pledge.state = 'PENDING'
  pledge.isDue = pledge.isOnCompletion
}

/** The time to object to what can be paid out is over. */
export const endWindows = ({ pledges }: Model) => {
  for (const pledge of pledges) if (pledge.state === 'PENDING') pledge.isDue = true
}

/** The issue is solved; who gets how many thousandths. */
export const confirm = (model: Model, weights: (bigint | null)[]) => {
  model.weights = weights
  for (const pledge of model.pledges) advance(model, pledge)
}

type Sharer = { receiver: number; weight: bigint }

const partsOf = (amount: bigint, sharers: Sharer[]): Map<number, Part> => {
  const weights = sharers.map(({ weight }) => weight)
  if (weights.length === 0) return new Map()
  const rest = withoutFee(amount)
  const nets = shared(rest, weights)
  const fees = shared(amount - rest, weights)
  return new Map(
    sharers.map(({ receiver }, place) => {
      const net = nets[place] ?? 0n
      return [receiver, { receiver, net, gross: net + (fees[place] ?? 0n) }]
    }),
  )
}

/** What those get who have got nothing yet: their part of the whole, or else of what is held. */
const sharesOf = (model: Model, pledge: PledgeModel): Map<number, Part> => {
  const all = [...(model.weights ?? []).entries()]
    .map(([receiver, weight]) => ({ receiver, weight: weight ?? 0n }))
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) => Number(b.weight - a.weight))
  const waiting = all.filter(({ receiver }) => !pledge.served.has(receiver))
  const planned = [...partsOf(pledge.amount, all).values()].filter(
    ({ receiver }) => !pledge.served.has(receiver),
  )
  const isWhole = total(planned.map(({ gross }) => gross)) === pledge.held
  if (!isWhole) return partsOf(pledge.held, waiting)
  return new Map(planned.map((part) => [part.receiver, part]))
}

/** What has to be transferred now: to whom, and how much. */
export const dueOf = (model: Model, pledge: PledgeModel): Part[] =>
  pledge.state === 'PENDING' && pledge.isDue
    ? [...sharesOf(model, pledge).values()].filter(
        ({ receiver, net }) => model.isActive[receiver] && net > 0n,
      )
    : []

const addMove = (model: Model, id: string, receiver: number, net: bigint) => {
  model.earned[receiver] = (model.earned[receiver] ?? 0n) + net
  model.moves.set(id, { receiver, net, isSettled: false })
}

const send = (model: Model, pledge: PledgeModel, { id }: Posting, part: Part): Sums => {
  const { receiver, net, gross } = part
  pledge.transfers.set(id, { ...part })
  pledge.held -= gross
  model.revenue += gross - net
  addMove(model, id, receiver, net)
  return { BACKER_FUNDS: gross, PAYABLE: -net, PLATFORM_REVENUE: net - gross }
}

const takeBack = (model: Model, pledge: PledgeModel, posting: Posting, part: Part): Sums => {
  const { receiver, net, gross } = part
  const transfer = pledge.transfers.get(posting.originalId ?? '')
  if (!transfer) throw new Error('What is reversed was never sent')
  transfer.net -= net
  transfer.gross -= gross
  pledge.held += gross
  model.revenue -= gross - net
  addMove(model, posting.id, receiver, -net)
  return { BACKER_FUNDS: -gross, PAYABLE: net, PLATFORM_REVENUE: gross - net }
}

/** What each transfer gives back when so much of what is left goes back to the backer. */
const reversalsOf = ({ left, held, transfers }: PledgeModel, amount: bigint) => {
  const open = [...transfers]
  const [, ...grosses] = shared(amount, [held, ...open.map(([, { gross }]) => gross)])
  const parts = open.map(([id, { receiver, net }], place): [string, Part] => [
    id,
    { receiver, net: (net * amount) / left, gross: grosses[place] ?? 0n },
  ])
  return new Map(parts.filter(([, { net, gross }]) => net !== 0n || gross !== 0n))
}

const giveBack = (model: Model, pledge: PledgeModel, fact: Fact, posting: Posting): Sums => {
  const { amount, fee } = fact
  const open = reversalsOf(pledge, amount)
  model.parts = { cause: posting.id, pledge, open }
  if (fact.kind === 'DISPUTE') pledge.disputed.set(fact.id, new Map())
  pledge.left -= amount
  pledge.held -= amount
  model.fees += fee
  model.processor -= amount + fee
  return { PROCESSOR_BALANCE: -amount - fee, PROCESSOR_FEES: fee, BACKER_FUNDS: amount }
}

const apply: Record<Fact['kind'], (...about: [Model, PledgeModel, Fact, Posting]) => Sums> = {
  PAYMENT: (model, pledge, { amount, fee }) => {
    Object.assign(pledge, { left: amount, held: amount, amount })
    if (pledge.state === 'NONE' || pledge.state === 'INITIATED') pledge.state = 'CREATED'
    advance(model, pledge)
    model.fees += fee
    model.processor += amount - fee
    return { PROCESSOR_BALANCE: amount - fee, PROCESSOR_FEES: fee, BACKER_FUNDS: -amount }
  },
  REFUND: (model, pledge, fact, posting) => {
    const sums = giveBack(model, pledge, fact, posting)
    if (pledge.left > 0n) pledge.amount -= fact.amount
    else if (isCounted(pledge)) pledge.state = 'REFUNDED'
    return sums
  },
  DISPUTE: (model, pledge, fact, posting) => {
    const sums = giveBack(model, pledge, fact, posting)
    pledge.state = 'CHARGE_DISPUTED'
    return sums
  },
  DISPUTE_REVERSAL: (model, pledge, { id, amount }, posting) => {
    model.parts = { cause: posting.id, pledge, open: pledge.disputed.get(id) ?? new Map() }
    pledge.left += amount
    pledge.held += amount
    model.processor += amount
    return { PROCESSOR_BALANCE: amount, BACKER_FUNDS: -amount }
  },
}

const bookFact = (model: Model, pledge: PledgeModel, posting: Posting): Sums => {
  const fact = pledge.facts[pledge.known]
  if (fact?.kind !== posting.kind || fact.id !== posting.factId) {
    throw new Error(`${posting.kind} ${posting.factId} instead of ${fact?.kind} ${fact?.id}`)
  }
  pledge.known += 1
  return apply[fact.kind](model, pledge, fact, posting)
}

/** A part of the refund, dispute or win before it. */
const bookPart = (model: Model, posting: Posting): Sums => {
  const { parts } = model
  const part = parts?.open.get(posting.originalId ?? '')
  if (!parts || parts.cause !== posting.causeId || !part) throw new Error('Nobody asked for this')
  parts.open.delete(posting.originalId ?? '')
  if (posting.kind === 'TRANSFER') return send(model, parts.pledge, posting, part)
  for (const [id, reversals] of parts.pledge.disputed) {
    const fact = parts.pledge.facts[parts.pledge.known - 1]
    if (fact?.kind === 'DISPUTE' && fact.id === id) reversals.set(posting.id, part)
  }
  return takeBack(model, parts.pledge, posting, part)
}

const bookTransfer = (model: Model, pledge: PledgeModel, posting: Posting): Sums => {
  const { batch: id, receiver } = posting
  if (pledge.state !== 'PENDING') throw new Error(`Nothing of a pledge ${pledge.state} is paid out`)
  if (!pledge.isDue) throw new Error('Its backer may object still')
  if (!model.isActive[receiver]) throw new Error('The receiver has no account')
  if (model.batch?.id !== id || model.batch.pledge !== pledge) {
    model.batch = { id, pledge, shares: sharesOf(model, pledge) }
  }
  const share = model.batch.shares.get(receiver)
  if (!share || share.net <= 0n) throw new Error('The receiver has got their share already')
  model.batch.shares.delete(receiver)
  pledge.served.add(receiver)
  return send(model, pledge, posting, share)
}

const bookSettlement = (model: Model, { originalId, receiver }: Posting): Sums => {
  const move = model.moves.get(originalId ?? '')
  if (!move || move.isSettled || move.net === 0n || move.receiver !== receiver) {
    throw new Error('There was nothing to settle')
  }
  move.isSettled = true
  model.processor -= move.net
  return { PROCESSOR_BALANCE: -move.net }
}

/**
 * Takes note of what the books say, and answers with what its entries must sum to. Throws for what
 * must not be there, or not yet.
 */
export const book = (model: Model, posting: Posting): Sums => {
  const isPart = posting.causeId !== null
  if (model.parts && model.parts.open.size > 0 && !isPart) {
    throw new Error('Something that a refund, dispute or win caused is missing')
  }
  if (isPart) return bookPart(model, posting)
  if (posting.kind === 'SETTLEMENT') return bookSettlement(model, posting)
  const pledge = model.pledges[posting.pledge]
  if (!pledge) throw new Error(`${posting.kind} of a pledge that nobody made`)
  if (posting.kind === 'TRANSFER') return bookTransfer(model, pledge, posting)
  return bookFact(model, pledge, posting)
}
