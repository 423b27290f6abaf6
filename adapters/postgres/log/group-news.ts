/** Tells of members that came or left and of partitions that were given back, in any process, also in this one. */
export interface GroupNews {
  /** Calls back with the consumer group and the topic. Answers the function that stops it. */
  onChanged(listener: (group: string, topic: string) => void): () => void;
}
