import type { LogRecord } from '@bourse/application/ports/log.ts';

/**
 * Writes records as text, three lines each: key and headers as JSON, then the value as it is. JSON has no raw line breaks, so nothing
 * is escaped twice. Throws TypeError for a value with a line break in it.
 */
export function encodeBatch(records: readonly LogRecord[]): string {
  const lines: string[] = [];
  for (const { key, value, headers } of records) {
    if (value.includes('\n')) throw new TypeError(`the value of a log record must be one line of JSON (key ${key})`);
    lines.push(JSON.stringify(key), JSON.stringify(headers), value);
  }
  return lines.join('\n');
}

/** Reads what `encodeBatch` wrote. Throws TypeError when it is something else. */
export function decodeBatch(payload: string): LogRecord[] {
  const lines = payload.split('\n');
  if (lines.length % 3 !== 0) throw new TypeError('a log batch is broken: its lines are not a multiple of three');
  const records: LogRecord[] = [];
  for (let line = 0; line < lines.length; line += 3) {
    const [key = '""', headers = '{}', value = ''] = lines.slice(line, line + 3);
    records.push({ key: JSON.parse(key) as string, value, headers: JSON.parse(headers) as Record<string, string> });
  }
  return records;
}
