import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeLog, fakeLogger, fakeMeter, manualClock, settle } from '../market/market-fakes.ts';
import type { AccountEvent } from './account-event.ts';
import { EXECUTIONS_TOPIC } from './account-event.ts';
import { encodeEvent } from './account-event-codec.ts';
import { acceptedOrder } from '@bourse/core/orders/order-decider.ts';
import { createOutcomes } from './outcomes.ts';

const WAIT_MS = 5_000;

function orderUpdated(commandId: string | null, orderId: string): AccountEvent {
  const terms = {
    symbol: 'AAPL',
    side: 'buy',
    type: 'market',
    quantityMicros: 1n,
    limitPriceMicros: null,
    stopPriceMicros: null,
    timeInForce: 'gtc',
    expectedPriceMicros: null,
  } as const;
  const rules = {
    priceToleranceMicros: 0n,
    maxPriceAgeMs: 0,
    maxNotionalMicros: 0n,
    commissionBasisPoints: 0n,
    closeMinuteUtc: 0,
    liquidity: { model: 'unlimited' },
  } as const;
  const placed = { accountId: 'ada', id: orderId, clientOrderId: null, terms, createdAtMs: 0 };
  return { type: 'order-updated', commandId, order: acceptedOrder(placed, rules), executions: [] };
}

function refused(commandId: string): AccountEvent {
  return { type: 'command-refused', commandId, accountId: 'ada', refusal: 'insufficient-cash', order: null };
}

/** A waiting room that follows a log, and answers what each waiter has been told so far. */
async function openOutcomes() {
  const [log, clock, meter] = [fakeLog(), manualClock(), fakeMeter()];
  const outcomes = createOutcomes({ log, clock, meter, logger: fakeLogger() });
  await outcomes.start();
  onTestFinished(() => outcomes.stop());
  const tell = async (...events: readonly AccountEvent[]) => {
    await log.append(
      EXECUTIONS_TOPIC,
      events.map((event) => encodeEvent(event)),
    );
    await settle();
  };
  const told = (waiting: Promise<AccountEvent | null>) => {
    const answers: (AccountEvent | null)[] = [];
    void waiting.then((answer) => answers.push(answer));
    return answers;
  };
  return { log, clock, meter, outcomes, tell, told };
}

describe('outcomes', () => {
  it('tell who waits for a command what became of it, and nobody else', async () => {
    const { outcomes, tell, told } = await openOutcomes();
    const [one, other] = ['one', 'other'].map((id) => told(outcomes.ofCommand(id, WAIT_MS)));
    await tell(refused('stranger'), refused('one'));
    expect(one).toEqual([refused('one')]);
    expect(other).toEqual([]);
  });

  it('tell several who wait for the same', async () => {
    const { outcomes, tell, told } = await openOutcomes();
    const waiters = [1, 2, 3].map(() => told(outcomes.ofCommand('one', WAIT_MS)));
    await tell(refused('one'));
    expect(waiters).toEqual([[refused('one')], [refused('one')], [refused('one')]]);
  });

  it('tell the next event of an order, whatever caused it', async () => {
    const { outcomes, tell, told } = await openOutcomes();
    const byOrder = told(outcomes.nextOfOrder('order', WAIT_MS));
    const byCommand = told(outcomes.ofCommand('command', WAIT_MS));
    await tell(orderUpdated(null, 'order'), orderUpdated('command', 'order'));
    expect(byOrder).toEqual([orderUpdated(null, 'order')]);
    expect(byCommand).toEqual([orderUpdated('command', 'order')]);
  });

  it('tell nothing when the time is up, and do not tell it later', async () => {
    const { outcomes, clock, tell, told } = await openOutcomes();
    const [soon, late] = [told(outcomes.ofCommand('one', 100)), told(outcomes.ofCommand('one', WAIT_MS))];
    await clock.pass(100);
    await tell(refused('one'));
    expect(soon).toEqual([null]);
    expect(late).toEqual([refused('one')]);
  });

  it('tell nothing of what happened before', async () => {
    const { outcomes, tell, told, clock } = await openOutcomes();
    await tell(refused('one'));
    const waiter = told(outcomes.ofCommand('one', WAIT_MS));
    await clock.pass(WAIT_MS);
    expect(waiter).toEqual([null]);
  });

  it('tell also when the log gives no hint', async () => {
    const { outcomes, log, tell, told, clock } = await openOutcomes();
    log.hint(false);
    const waiter = told(outcomes.ofCommand('one', WAIT_MS));
    await tell(refused('one'));
    expect(waiter).toEqual([]);
    await clock.pass(1_000);
    expect(waiter).toEqual([refused('one')]);
  });

  it('let nobody wait for an order any more once waiting ends, and for a command only as long as is granted', async () => {
    const { outcomes, clock, tell, told } = await openOutcomes();
    const order = told(outcomes.nextOfOrder('order', WAIT_MS));
    const [decided, undecided] = ['one', 'other'].map((id) => told(outcomes.ofCommand(id, WAIT_MS)));
    outcomes.endWaiting(100);
    await clock.pass(0);
    const late = told(outcomes.nextOfOrder('order', WAIT_MS));
    await tell(refused('one'));
    await clock.pass(0);
    expect([order, late, decided, undecided]).toEqual([[null], [null], [refused('one')], []]);
    await clock.pass(100);
    expect(undecided).toEqual([null]);
  });

  it('leave an event out that cannot be read: who waits for it is told nothing at once, and what is behind it goes on', async () => {
    const { outcomes, log, meter, tell, told } = await openOutcomes();
    const [unlucky, other] = ['unlucky', 'other'].map((id) => told(outcomes.ofCommand(id, WAIT_MS)));
    await log.append(EXECUTIONS_TOPIC, [{ key: 'ada', value: '{"v":99}', headers: { 'command-id': 'unlucky' } }]);
    await tell(refused('other'));
    expect(unlucky).toEqual([null]);
    expect(other).toEqual([refused('other')]);
    expect(meter.counted('outcomes_unreadable_total')).toBe(1);
    expect(meter.counted('log_follow_failures_total', { topic: EXECUTIONS_TOPIC })).toBe(0);
  });

  it('do not read what nobody waits for', async () => {
    const { outcomes, log, tell, told } = await openOutcomes();
    const waiter = told(outcomes.ofCommand('one', WAIT_MS));
    await log.append(EXECUTIONS_TOPIC, [{ key: 'ada', value: 'unreadable', headers: { 'command-id': 'other' } }]);
    await tell(refused('one'));
    expect(waiter).toEqual([refused('one')]);
  });
});
