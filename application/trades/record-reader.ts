import type { Log, LogBatch, LogPlace, LogRecord } from '../ports/log.ts';

/**
 * Reads single records of a topic, best in the order of their places: a batch that was read serves every record in it.
 * Answers undefined for a record that is not there (any more). Throws Fault('unavailable').
 */
export function createRecordReader(
  log: Pick<Log, 'read'>,
  topic: string,
): (place: LogPlace) => Promise<LogRecord | undefined> {
  let current: LogBatch | undefined;
  return async (place) => {
    const { partition, position } = place;
    const known = current === undefined ? undefined : recordIn(current, place);
    if (known !== undefined) return known;
    [current] = await log.read(topic, partition, position, 1);
    return current === undefined ? undefined : recordIn(current, place);
  };
}

function recordIn({ partition, basePosition, records }: LogBatch, place: LogPlace): LogRecord | undefined {
  if (partition !== place.partition || place.position < basePosition) return undefined;
  return records[Number(place.position - basePosition)];
}
