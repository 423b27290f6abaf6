const FORM = /^\d{4}-\d{2}-\d{2}$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a day of the Gregorian calendar as YYYY-MM-DD, from 0001-01-01 to 9999-12-31. */
export function isCalendarDate(text: string): boolean {
  if (!FORM.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return year >= 1 && day >= 1 && day <= daysOf(year, month);
}

/** Zero for a month that does not exist. */
function daysOf(year: number, month: number): number {
  const days = DAYS[month - 1] ?? 0;
  return month === 2 && isLeapYear(year) ? days + 1 : days;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
