/**
 * The statement that appends one batch to each of so many partitions, all or none; each text is made once. Its values: topics, partitions, counts
 * of records, and starts as arrays, then the payload of each batch, since in an array literal they would be escaped. A start is where the partition must
 * end before (null: anywhere). It answers topic, partition and base_position of each.
 *
 * The row lock on a partition's end is held until commit, so positions have no gaps and are in commit order. Rows are locked in one order by
 * everybody, so appends cannot deadlock.
 */
export function appendText(batches: number): string {
  return (texts[batches] ??= textFor(batches));
}

const texts: string[] = [];

function textFor(batches: number): string {
  const payloads = Array.from({ length: batches }, (_, index) => `$${index + 5}`);
  return `
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest($1::text[], $2::integer[], $3::integer[], $4::bigint[], ARRAY[${payloads.join(', ')}]::text[])
        AS given (topic, partition, count, start, payload)
    ), locked AS MATERIALIZED (
      SELECT given.* FROM given JOIN log_ends AS own USING (topic, partition) ORDER BY topic, partition
      FOR NO KEY UPDATE OF own
    ), ended AS (
      UPDATE log_ends AS own SET next_position = own.next_position + locked.count
      FROM locked WHERE own.topic = locked.topic AND own.partition = locked.partition
      RETURNING locked.*, own.next_position - locked.count AS base_position
    ), written AS (
      INSERT INTO log_batches (topic, partition, base_position, record_count, payload)
      SELECT topic, partition, base_position, count, payload FROM ended
    )
    SELECT topic, partition, CASE
      WHEN ended.base_position IS NULL
        THEN refuse(format('partition %s of topic %s does not exist', partition, topic), '42704')
      WHEN ended.base_position <> given.start
        THEN refuse(format('partition %s of topic %s ends at %s, not %s', partition, topic, base_position, given.start), 'BF003')
      ELSE base_position
    END AS base_position
    FROM given LEFT JOIN ended USING (topic, partition)`;
}
