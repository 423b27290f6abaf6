import type { NewTrade } from '@bourse/core/trades/trade.ts';

/** What Bourse answers to a line of an upload: it has it, it refuses it by a rule of trades, or it finds fault with it. */
export type LineAnswer = { readonly requestId: string } | { readonly refusal: string } | { readonly fault: string };

/** What became of a request that Bourse has taken. */
export type RequestState =
  { readonly status: 'PENDING' | 'SUCCESS' } | { readonly status: 'FAILED'; readonly reason: string };

/** What an import asks of Bourse. Every method throws Unavailable when it is worth trying again, and ImportError when it is not. */
export interface TradeService {
  /**
   * Sends trades, and tells the answer to each as it comes, in their order. When it throws, those that were answered are taken, and of
   * the others nothing is known.
   */
  send(trades: readonly NewTrade[], onAnswer: (answer: LineAnswer) => void): Promise<void>;
  /** Where requests stand, at most MAX_STATES of the client; those that Bourse does not know are left out. */
  states(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestState>>;
  /** Whether this version of the trade is stored with this content; a created date that is left open is not compared. */
  isStored(trade: NewTrade): Promise<boolean>;
}

/** Bourse cannot be reached, is overloaded, or broke off. */
export class Unavailable extends Error {
  /** How long it wants to be left alone; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'Unavailable';
    this.retryAfterMs = retryAfterMs;
  }
}
