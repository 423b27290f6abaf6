const MS_PER_MINUTE = 60_000;

/** Milliseconds of a day in UTC, which knows no daylight saving. */
export const MS_PER_DAY = 86_400_000;

/** The UTC date of a moment given in epoch milliseconds, as YYYY-MM-DD. */
export function utcDate(atMs: number): string {
  return formatTime(atMs).slice(0, 10);
}

/** A moment in epoch milliseconds as RFC 3339 in UTC with milliseconds. */
export function formatTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an RFC 3339 time as epoch milliseconds; undefined when it is none, or names a day that does not exist. */
export function parseTime(text: string): number | undefined {
  if (!RFC_3339.test(text)) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return undefined;
  const dayGiven = Number(text.slice(8, 10));
  const lastDayOfMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return dayGiven <= lastDayOfMonth ? atMs : undefined;
}

/**
 * The next daily close strictly after a moment, in epoch milliseconds.
 * `closeMinuteUtc` counts minutes from midnight UTC, 0 to 1439.
 */
export function nextClose(atMs: number, closeMinuteUtc: number): number {
  const midnight = Math.floor(atMs / MS_PER_DAY) * MS_PER_DAY;
  const close = midnight + closeMinuteUtc * MS_PER_MINUTE;
  return close > atMs ? close : close + MS_PER_DAY;
}
