import { partitionAmong } from '@bourse/core/partitioning/partition-of.ts';
import { EXECUTIONS_TOPIC } from '../orders/account-event.ts';
import type { LogPlace, LogRecord } from '../ports/log.ts';
import type { FollowerPorts } from '../processing/topic-follower.ts';
import { createTopicFollower } from '../processing/topic-follower.ts';
import type { EventSource } from './event-source.ts';

const POLL_MS = 1_000;
const MAX_RECORDS = 5_000;

/** The topic `executions` as a source of news for accounts. It begins `rewindRecords` before the end of each partition. */
export function createExecutionsSource(ports: FollowerPorts, rewindRecords: number): EventSource {
  const { log } = ports;
  let handOver: (records: readonly LogRecord[], first: LogPlace) => void = () => undefined;
  const follower = createTopicFollower(
    ports,
    { topic: EXECUTIONS_TOPIC, pollEveryMs: POLL_MS, rewindRecords, maxRecords: MAX_RECORDS },
    { onRecords: (records, first) => handOver(records, first), onMissed: () => Promise.resolve() },
  );
  return {
    start({ onRecords }) {
      handOver = onRecords;
      return follower.start();
    },
    stop: () => follower.stop(),
    partitionsOf: (accountId) => [partitionAmong(accountId, log.partitions(EXECUTIONS_TOPIC))],
    position: (partition) => follower.position(partition),
    end: (partition) => log.end(EXECUTIONS_TOPIC, partition),
    read: (partition, from, maxRecords) => log.read(EXECUTIONS_TOPIC, partition, from, maxRecords),
  };
}
