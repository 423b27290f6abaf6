/**
 * How far somebody has read: of each partition the position of the next record, so 0 is before the first. What is told about one account
 * comes from one partition, so its sequence is one number; other channels may have several.
 */
export type Sequence = ReadonlyMap<number, bigint>;

const MAX_PARTITIONS = 256;
const PART = /^(0|[1-9]\d{0,4})-(0|[1-9]\d{0,18})$/;

/** Writes a sequence as text: "2-1042", or "0-17.1-4" for several partitions, in the order of the partitions. */
export function formatSequence(sequence: Sequence): string {
  return [...sequence]
    .sort(([one], [other]) => one - other)
    .map(([partition, position]) => `${partition}-${position}`)
    .join('.');
}

/** Reads what formatSequence wrote; undefined when it is anything else. */
export function parseSequence(text: string): Sequence | undefined {
  const parts = text.split('.', MAX_PARTITIONS + 1);
  if (parts.length > MAX_PARTITIONS) return undefined;
  const sequence = new Map<number, bigint>();
  let before = -1;
  for (const part of parts) {
    const match = PART.exec(part);
    const partition = Number(match?.[1] ?? NaN);
    // In ascending order, so that there is one way to write it.
    if (!(partition > before)) return undefined;
    sequence.set(partition, BigInt(match?.[2] ?? ''));
    before = partition;
  }
  return sequence;
}
