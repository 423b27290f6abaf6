import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogBatch, LogRecord } from '@bourse/application/ports/log.ts';
import type { RecordsBatch } from '@platformatic/kafka';

/** A record as the client takes it; texts become UTF-8. */
export interface KafkaMessage {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Map<string, string>;
}

/** The header with the version of the value's shape, for readers that are not ours. */
export const SCHEMA_VERSION_HEADER = 'schema-version';

/** Writes a record; `schemaVersion` goes into a header of its own. */
export function encodeRecord(
  { key, value, headers }: LogRecord,
  where: { readonly topic: string; readonly partition: number; readonly schemaVersion: number | undefined },
): KafkaMessage {
  const { topic, partition, schemaVersion } = where;
  const written = new Map(Object.entries(headers));
  if (schemaVersion !== undefined) written.set(SCHEMA_VERSION_HEADER, String(schemaVersion));
  return { topic, partition, key, value, headers: written };
}

/**
 * Reads a batch of a partition. A record of a stranger without key or value has empty ones. Throws Fault('unavailable') for a batch with
 * gaps in its positions: neither transactions nor compaction are used here, so somebody has changed the topic.
 */
export function decodeBatch(topic: string, partition: number, batch: RecordsBatch): LogBatch {
  if (batch.records.length !== batch.lastOffsetDelta + 1) {
    throw new Fault('unavailable', `Kafka: ${topic}/${partition} has gaps at ${batch.firstOffset}: is it compacted?`);
  }
  const records = batch.records.map(({ key, value, headers }) => ({
    key: textOf(key),
    value: textOf(value),
    headers: Object.fromEntries([...headers].map(([name, content]) => [textOf(name), textOf(content)])),
  }));
  return { topic, partition, basePosition: batch.firstOffset, records };
}

/** Throws Fault('invalid-data') for a record that would not come back as it is. */
export function checkRecord({ key, value, headers }: LogRecord): void {
  if (value.includes('\n') || value.includes('\0')) {
    throw new Fault('invalid-data', `the value of a record must be one line of JSON (key ${key})`);
  }
  const texts = [key, value, ...Object.entries(headers).flat()];
  if (!texts.every((text) => text.isWellFormed())) {
    throw new Fault('invalid-data', 'a record must hold whole characters only');
  }
}

function textOf(bytes: Buffer | null): string {
  return bytes?.toString() ?? '';
}
