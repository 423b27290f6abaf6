import type { TradeSubmission } from '@bourse/application/trades/trade-submission.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';

/** The rules of the trade store in their simplest form: one submission after another, nothing batched, nothing kept twice. */
export interface NaiveTrades {
  /** Answers why it failed, or null. */
  submit(submission: TradeSubmission, atMs: number): string | null;
  /** Marks what has matured. */
  expire(atMs: number): void;
  trades(): readonly StoredTrade[];
}

/** Starts with nothing. */
export function createNaiveTrades(): NaiveTrades {
  let stored: StoredTrade[] = [];
  const firsts: {
    readonly sender: string;
    readonly key: string;
    readonly asked: string;
    readonly failed: string | null;
  }[] = [];

  function store({ trade, asHistory, submittedAtMs }: TradeSubmission, atMs: number): string | null {
    const today = dayOf(atMs);
    const others = stored.filter(({ tradeId }) => tradeId === trade.tradeId);
    if (!asHistory && others.some(({ version }) => version > trade.version)) return 'version-superseded';
    if (!asHistory && trade.maturityDate < today) return 'maturity-passed';
    const before = others.find(({ version }) => version === trade.version);
    stored = stored.filter((one) => one !== before);
    stored.push({
      ...trade,
      createdDate: trade.createdDate ?? dayOf(submittedAtMs),
      expired: trade.maturityDate < today,
      recordedAtMs: before?.recordedAtMs ?? atMs,
      updatedAtMs: atMs,
    });
    return null;
  }

  return {
    submit(submission, atMs) {
      const { submittedBy: sender, idempotencyKey: key, trade, asHistory } = submission;
      if (key === null) return store(submission, atMs);
      const asked = JSON.stringify({ trade, asHistory });
      const first = firsts.find((one) => one.sender === sender && one.key === key);
      if (first !== undefined) return first.asked === asked ? first.failed : 'idempotency-key-reused';
      const failed = store(submission, atMs);
      firsts.push({ sender, key, asked, failed });
      return failed;
    },
    expire(atMs) {
      stored = stored.map((trade) => (trade.maturityDate < dayOf(atMs) ? { ...trade, expired: true } : trade));
    },
    trades: () => stored,
  };
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
