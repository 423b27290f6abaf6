import type { StreamRefusal } from './stream-message.ts';

/** The symbols of which one client wants prices: some, all (null), or none at all ('nothing'). */
export type PriceInterest = ReadonlySet<string> | null | 'nothing';

/** What a wish for more or fewer prices leads to. */
export type InterestChange =
  | { readonly ok: true; readonly interest: PriceInterest }
  | { readonly ok: false; readonly refusal: StreamRefusal; readonly concerns: readonly string[] };

/** What is wanted after asking for these symbols too, or for all of them (null). */
export function addInterest(
  interest: PriceInterest,
  symbols: readonly string[] | null,
  rules: { readonly maxSymbols: number; readonly isKnown: (symbol: string) => boolean },
): InterestChange {
  if (interest === null) return no('already-subscribed');
  if (symbols === null) return { ok: true, interest: null };
  const unknown = symbols.filter((symbol) => !rules.isKnown(symbol));
  if (unknown.length > 0) return no('unknown-symbol', unknown);
  const wanted = new Set([...(interest === 'nothing' ? [] : interest), ...symbols]);
  return wanted.size > rules.maxSymbols ? no('too-many-symbols') : { ok: true, interest: wanted };
}

/** What is wanted after asking for these symbols no more, or for none (null). */
export function removeInterest(interest: PriceInterest, symbols: readonly string[] | null): InterestChange {
  if (interest === 'nothing') return no('not-subscribed');
  if (symbols === null) return { ok: true, interest: 'nothing' };
  const missing = symbols.filter((symbol) => interest?.has(symbol) !== true);
  if (missing.length > 0) return no('not-subscribed', missing);
  const wanted = new Set(interest);
  for (const symbol of symbols) wanted.delete(symbol);
  return { ok: true, interest: wanted.size === 0 ? 'nothing' : wanted };
}

function no(refusal: StreamRefusal, concerns: readonly string[] = []): InterestChange {
  return { ok: false, refusal, concerns };
}
