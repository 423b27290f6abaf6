import type { Account } from '../ledger/account.ts';
import { emptyAccount } from '../ledger/account.ts';
import type { Position } from '../ledger/position.ts';
import { emptyPosition } from '../ledger/position.ts';
import { post } from '../ledger/posting.ts';
import type { InstrumentStatus } from '../market/instrument.ts';
import type { Price } from '../market/price.ts';
import { formatMicros, parseMicros } from '../money/decimal.ts';
import type { Order, OrderTerms } from './order.ts';
import type { OrderContext } from './order-decider.ts';
import { acceptedOrder, decideCancellation, decideExpiry, decidePlacement, decideTick } from './order-decider.ts';
import type { OrderEvent } from './order-event.ts';
import { evolveOrder, movementOf } from './order-event.ts';
import type { TradingRules } from './trading-rules.ts';

/** Noon UTC of a day on which the market closes at 21:00. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** The rules of a scenario unless it says otherwise. */
export const RULES: TradingRules = {
  priceToleranceMicros: 2_000_000n,
  maxPriceAgeMs: 300_000,
  maxNotionalMicros: 1_000_000_000_000n,
  commissionBasisPoints: 0n,
  closeMinuteUtc: 21 * 60,
  liquidity: { model: 'unlimited' },
};

/** What there is before the first step; amounts are decimal strings. */
export interface Setup {
  readonly cash?: string;
  readonly shares?: string;
  /** The market price, null for none. */
  readonly price?: string | null;
  /** Null for a symbol that nobody knows. */
  readonly instrument?: InstrumentStatus | null;
  readonly rules?: Partial<TradingRules>;
}

/** Everything that decisions look at, and the order they are about. */
export interface World {
  readonly account: Account;
  readonly position: Position;
  readonly order: Order | null;
  readonly price: Price | undefined;
  readonly instrument: InstrumentStatus | null;
  readonly rules: TradingRules;
  readonly atMs: number;
}

/** Something that happens: it changes the world, and the events it causes are booked. */
export type Step = (world: World) => { readonly world: World; readonly events: readonly OrderEvent[] };

/** What the last step led to, in words: events as sentences, balances as available and held. */
export interface Outcome {
  readonly events: readonly string[];
  readonly cash: string;
  readonly shares: string;
  readonly order: Order;
}

/** A situation: what there is, and what has happened since. `when` says what one more step leads to. */
export function given(setup: Setup, ...steps: readonly Step[]): { when(step: Step): Outcome } {
  return {
    when(step) {
      const before = steps.reduce((world, past) => past(world).world, worldOf(setup));
      const { world, events } = step(before);
      if (world.order === null) throw new RangeError('a scenario is about an order: place one');
      return {
        events: events.map(said),
        cash: balanceText(world.account),
        shares: balanceText(world.position),
        order: world.order,
      };
    },
  };
}

/** What the trader asks for; a market order to buy for the day unless it says otherwise. */
export interface Asked {
  readonly quantity: string;
  readonly side?: OrderTerms['side'];
  readonly type?: OrderTerms['type'];
  readonly limit?: string;
  readonly stop?: string;
  readonly expected?: string;
  readonly timeInForce?: OrderTerms['timeInForce'];
  /** How long ago it was accepted, milliseconds. */
  readonly acceptedAgoMs?: number;
}

/** The order is decided, as a rule the moment it was accepted. */
export function place(asked: Asked): Step {
  return (world) => {
    const terms = termsOf(asked);
    const createdAtMs = world.atMs - (asked.acceptedAgoMs ?? 0);
    const placed = { accountId: 'account', id: 'order', clientOrderId: null, terms, createdAtMs };
    const order = acceptedOrder(placed, world.rules);
    return booked({ ...world, order }, decidePlacement(order, contextOf(world)));
  };
}

/** A new price comes a second later, and the order is tried against it. */
export function tick(price: string): Step {
  return (before) => {
    const atMs = before.atMs + 1_000;
    const world = { ...before, atMs, price: priceAt(price, atMs) };
    return booked(world, decideTick(orderOf(world), world.price, contextOf(world)));
  };
}

/** A new price comes while no order waits for it. */
export function quote(price: string): Step {
  return (world) => ({ world: { ...world, price: priceAt(price, world.atMs) }, events: [] });
}

/** The newest price is tried again: told twice, or after something else has changed. */
export function tickAgain(ageMs = 0): Step {
  return (world) => {
    const price = world.price;
    if (price === undefined) throw new RangeError('there is no price to try again');
    const again = { ...price, asOfMs: price.asOfMs - ageMs };
    return booked(world, decideTick(orderOf(world), again, contextOf(world)));
  };
}

/** The owner cancels. */
export function cancel(): Step {
  return (world) => booked(world, decideCancellation(orderOf(world), world.atMs));
}

/** Somebody looks whether the order has expired. */
export function expire(): Step {
  return (world) => booked(world, decideExpiry(orderOf(world), world.atMs));
}

/** Time passes. */
export function wait(ms: number): Step {
  return (world) => ({ world: { ...world, atMs: world.atMs + ms }, events: [] });
}

/** The instrument is halted, or trades again. */
export function instrument(status: InstrumentStatus): Step {
  return (world) => ({ world: { ...world, instrument: status }, events: [] });
}

/** The owner spends cash elsewhere. */
export function spend(amount: string): Step {
  return (world) => {
    const availableMicros = world.account.availableMicros - micros(amount);
    return { world: { ...world, account: { ...world.account, availableMicros } }, events: [] };
  };
}

/** Reads a decimal string as millionths. */
export function micros(decimal: string): bigint {
  const read = parseMicros(decimal);
  if (read === undefined) throw new RangeError(`${decimal} is not a decimal`);
  return read;
}

/** The terms of an order as they are stored. */
export function termsOf(asked: Asked): OrderTerms {
  const orNull = (decimal: string | undefined) => (decimal === undefined ? null : micros(decimal));
  return {
    symbol: 'ACME',
    side: asked.side ?? 'buy',
    type: asked.type ?? 'market',
    quantityMicros: micros(asked.quantity),
    limitPriceMicros: orNull(asked.limit),
    stopPriceMicros: orNull(asked.stop),
    timeInForce: asked.timeInForce ?? 'day',
    expectedPriceMicros: orNull(asked.expected),
  };
}

function worldOf(setup: Setup): World {
  const price = setup.price === undefined ? '100' : setup.price;
  return {
    account: { ...emptyAccount('account'), availableMicros: micros(setup.cash ?? '0') },
    position: { ...emptyPosition('account', 'ACME'), availableMicros: micros(setup.shares ?? '0') },
    order: null,
    price: price === null ? undefined : priceAt(price, NOON_MS),
    instrument: setup.instrument === undefined ? 'active' : setup.instrument,
    rules: { ...RULES, ...setup.rules },
    atMs: NOON_MS,
  };
}

function priceAt(price: string, asOfMs: number): Price {
  return { symbol: 'ACME', priceMicros: micros(price), source: 'feed', asOfMs };
}

function contextOf(world: World): OrderContext {
  const { account, position, price, rules, atMs } = world;
  const instrument =
    world.instrument === null
      ? undefined
      : { symbol: 'ACME', name: 'Acme', exchange: 'XNAS', sector: 'Tools', status: world.instrument };
  return { account, position, instrument, price, rules, atMs };
}

function orderOf(world: World): Order {
  if (world.order === null) throw new RangeError('no order has been placed yet');
  return world.order;
}

/** Books the movements of the events, as whoever decides has to. */
function booked(world: World, events: readonly OrderEvent[]): { world: World; events: readonly OrderEvent[] } {
  let { account, position } = world;
  let order = orderOf(world);
  for (const event of events) {
    const movement = movementOf(order, event);
    if (movement !== null) {
      const posted = post(account, position, movement);
      account = posted.account;
      position = posted.position ?? position;
    }
    order = evolveOrder(order, event);
  }
  return { world: { ...world, account, position, order }, events };
}

function said(event: OrderEvent): string {
  switch (event.type) {
    case 'order-rejected':
      return `rejected: ${event.reason}`;
    case 'order-opened':
      return `opened, holding ${formatMicros(event.heldMicros)}`;
    case 'order-tried':
      return 'tried';
    case 'order-triggered':
      return 'triggered';
    case 'order-filled': {
      const { quantityMicros, price, notionalMicros, commissionMicros, heldMicros } = event;
      const deal = `filled ${formatMicros(quantityMicros)} at ${formatMicros(price.priceMicros)} for ${formatMicros(notionalMicros)}`;
      const fee = commissionMicros === 0n ? '' : ` and ${formatMicros(commissionMicros)} commission`;
      return `${deal}${fee}${heldMicros === 0n ? '' : `, holding ${formatMicros(heldMicros)}`}`;
    }
    case 'order-cancelled':
      return event.reason === null ? 'cancelled' : `cancelled: ${event.reason}`;
    case 'order-expired':
      return 'expired';
  }
}

function balanceText({ availableMicros, heldMicros }: { availableMicros: bigint; heldMicros: bigint }): string {
  return heldMicros === 0n
    ? formatMicros(availableMicros)
    : `${formatMicros(availableMicros)}, ${formatMicros(heldMicros)} held`;
}
