/** How an input file writes its dates. */
export const DATE_FORMATS = ['iso', 'dd/mm/yyyy'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const DAY_FIRST = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A date as YYYY-MM-DD; undefined when it is not written in this format. Whether there is such a day is not looked at: the rules of a
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
