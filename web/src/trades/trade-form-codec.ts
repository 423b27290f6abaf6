import type { TradeToSend } from '@bourse/client/bulk-upload.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';

/** Version numbers as the API wants them; other texts stay texts, which it refuses with the reason. */
const WHOLE_NUMBER = /^\d{1,15}$/;

/**
 * What was typed, or stood in a file, as a trade to be sent. It is sent as it is, also when it cannot be a trade: the API names every fault of
 * it, so its rules are written once. Fields left empty are absent.
 */
export function tradeOf(texts: Readonly<Partial<Record<TradeField, string>>>): TradeToSend {
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  const fields = given.map(([field, text]) => [
    field,
    field === 'version' && WHOLE_NUMBER.test(text) ? Number(text) : text,
  ]);
  return Object.fromEntries(fields) as TradeToSend;
}
