import type { LogBatch, LogRecord } from '../ports/log.ts';

/** A batch as one line of JSON, with who appended it. */
export function encodeToldBatch(sender: string, { topic, partition, basePosition, records }: LogBatch): string {
  const lines = records.map(({ key, value, headers }) => [key, value, headers]);
  return JSON.stringify([sender, topic, partition, String(basePosition), lines]);
}

/** The batch of such a line. Throws TypeError or SyntaxError when it is none. */
export function decodeToldBatch(text: string): { readonly sender: string; readonly batch: LogBatch } {
  const [sender, topic, partition, basePosition, lines] = listOf(JSON.parse(text));
  const fits =
    typeof sender === 'string' &&
    typeof topic === 'string' &&
    typeof partition === 'number' &&
    Number.isSafeInteger(partition) &&
    typeof basePosition === 'string' &&
    /^\d{1,19}$/.test(basePosition);
  if (!fits) throw new TypeError('a batch must name its sender, topic, partition and position');
  const records = listOf(lines).map(decodeRecord);
  return { sender, batch: { topic, partition, basePosition: BigInt(basePosition), records } };
}

function decodeRecord(line: unknown): LogRecord {
  const [key, value, headers] = listOf(line);
  if (typeof key !== 'string' || typeof value !== 'string' || typeof headers !== 'object' || headers === null) {
    throw new TypeError('a record must be a list of key, value and headers');
  }
  const entries = Object.entries(headers).map(([name, text]) => [name, String(text)] as const);
  return { key, value, headers: Object.fromEntries(entries) };
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a list was expected');
  return value;
}
