import type { TradeField } from '@bourse/client/trade-fields.ts';
import { REQUIRED_TRADE_FIELDS, TRADE_FIELDS, tradeFieldNamed } from '@bourse/client/trade-fields.ts';
import { FIELD_LABELS } from '../trade-fields.ts';

/** What each column of a file holds; null where it is not used. */
export type ColumnMapping = readonly (TradeField | null)[];

/** How a file writes its dates. */
export const DATE_FORMATS = ['iso', 'dd/mm/yyyy'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const DAY_FIRST = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What columns of these names hold. Case, blanks, hyphens and underscores make no difference: "Counter-Party Id" is counterparty_id. Of two
 * columns for a field the first is taken.
 */
export function mappingOf(header: readonly string[]): ColumnMapping {
  const taken = new Set<TradeField>();
  return header.map((name) => {
    const field = tradeFieldNamed(name);
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Why a mapping cannot be used, in a sentence; null when it can. */
export function mappingFault(mapping: ColumnMapping): string | null {
  const missing = REQUIRED_TRADE_FIELDS.filter((field) => !mapping.includes(field));
  const twice = TRADE_FIELDS.filter((field) => mapping.filter((other) => other === field).length > 1);
  const named = (fields: readonly TradeField[]): string => fields.map((field) => FIELD_LABELS[field]).join(', ');
  if (missing.length > 0) return `Say which column holds: ${named(missing)}.`;
  return twice.length > 0 ? `Only one column can hold: ${named(twice)}.` : null;
}

/** How dates are written, from some of them: as most of those are that are written in one of the ways; ISO when none is. */
export function dateFormatOf(dates: readonly string[]): DateFormat {
  const dayFirst = dates.filter((date) => DAY_FIRST.test(date)).length;
  const iso = dates.filter((date) => ISO.test(date)).length;
  return dayFirst > iso ? 'dd/mm/yyyy' : 'iso';
}

/**
 * A date of a file as YYYY-MM-DD; undefined when it is not written in this format. Whether there is such a day is not looked at: the rules of a
 * trade say that.
 */
export function isoDateOf(text: string, format: DateFormat): string | undefined {
  switch (format) {
    case 'iso':
      return ISO.test(text) ? text : undefined;
    case 'dd/mm/yyyy': {
      const [, day, month, year] = DAY_FIRST.exec(text) ?? [];
      return day === undefined ? undefined : `${String(year)}-${String(month)}-${day}`;
    }
  }
}
