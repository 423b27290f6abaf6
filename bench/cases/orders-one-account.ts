import type { Trader } from '../platform/traders.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import { onTradingFloor, SPREAD_ACCOUNTS, SPREAD_FUNDS } from './order-session.ts';

const CONNECTIONS = 128;
/** So many shares that sales which overtake their purchases on another connection are not refused. */
const ONE_FUNDS = { deposits: 8, shares: 400 };
const FULL = { pairs: 5, seconds: 5 };
const QUICK = { pairs: 3, seconds: 2 };
const RATIO = 'one account ÷ 1,000 accounts';

/** All orders on one account, where nothing can be decided side by side, against the same orders over 1,000 accounts. */
export const ordersOneAccount: BenchmarkCase = {
  name: 'orders-one-account',
  title: 'orders all on one account, against orders over 1,000 accounts',
  run: onTradingFloor(async (session, { quick, say }) => {
    const { pairs, seconds } = quick ? QUICK : FULL;
    say('  funding traders');
    const many = await session.fund(SPREAD_ACCOUNTS, SPREAD_FUNDS);
    const one = await session.fund(1, ONE_FUNDS);
    const load = async (run: string, traders: readonly Trader[]) =>
      session.load({ run, traders, wait: false, pace: { kind: 'closed', connections: CONNECTIONS }, end: { seconds } });
    await load('warm-up-many', many);
    await load('warm-up-one', one);
    const figures = figureCollector();
    for (let round = 0; round < pairs; round += 1) {
      say(`  pair ${round + 1} of ${pairs}`);
      const before = round % 2 === 0 ? await load(`many-${round}`, many) : null;
      const hot = await load(`one-${round}`, one);
      const spread = before ?? (await load(`many-${round}`, many));
      figures.add('over 1,000 accounts, accepted', 'orders/s', spread.acceptedPerSecond);
      figures.add('over 1,000 accounts, completed', 'orders/s', spread.completedPerSecond);
      figures.add('on one account, accepted', 'orders/s', hot.acceptedPerSecond);
      figures.add('on one account, completed', 'orders/s', hot.completedPerSecond);
      figures.add(RATIO, '', hot.completedPerSecond / spread.completedPerSecond);
    }
    return {
      figures: figures.all(),
      verdicts: [{ figure: figures.of(RATIO), requirement: { bound: 'at-least', value: 0.5, reach: 0.8 } }],
    };
  }),
};
