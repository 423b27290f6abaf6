import type { LogBatch, RemoteLog } from '../ports/log.ts';

/** A log whose topics begin with partition 0, with the numbers that these partitions have among all that the platform ever had. */
export function createNumberedLog(log: RemoteLog, firstPartition: number): RemoteLog {
  if (firstPartition === 0) return log;
  const numbered = (batch: LogBatch): LogBatch => ({ ...batch, partition: batch.partition + firstPartition });
  return {
    partitions: (topic) => log.partitions(topic).map((partition) => partition + firstPartition),
    async append(topic, records) {
      const places = await log.append(topic, records);
      return places.map(({ partition, position }) => ({ partition: partition + firstPartition, position }));
    },
    async read(topic, partition, from, maxRecords) {
      return (await log.read(topic, partition - firstPartition, from, maxRecords)).map(numbered);
    },
    end: (topic, partition) => log.end(topic, partition - firstPartition),
    onAppended: (topic, listener) =>
      log.onAppended(topic, (partition, batch) =>
        listener(partition + firstPartition, batch === undefined ? undefined : numbered(batch)),
      ),
  };
}
