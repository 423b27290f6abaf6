import { LOCALES } from './decimal-text.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

const moment = new Intl.DateTimeFormat([...LOCALES], {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat([...LOCALES], { year: 'numeric', month: '2-digit', day: '2-digit' });
const clock = new Intl.DateTimeFormat([...LOCALES], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A moment of RFC 3339 in the reader's language and time zone, to the second. */
export function momentText(time: string): string {
  return moment.format(new Date(time));
}

/** The day of a moment in the reader's language and time zone. */
export function dayText(time: string): string {
  return day.format(new Date(time));
}

/** The time of day of a moment, to the second. */
export function clockText(time: string | number): string {
  return clock.format(new Date(time));
}

/** How long ago something was, in its two largest units: "3 s", "4 min", "2 h 5 min", "3 d 2 h". */
export function ageText(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000));
  if (seconds < MINUTE_S) return `${seconds} s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`;
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)} h ${Math.floor((seconds % HOUR_S) / MINUTE_S)} min`;
  return `${Math.floor(seconds / DAY_S)} d ${Math.floor((seconds % DAY_S) / HOUR_S)} h`;
}
