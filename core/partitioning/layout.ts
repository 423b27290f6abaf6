import type { Result } from '../result.ts';
import { ok, refuse } from '../result.ts';

/**
 * How the topics of a platform are divided. Partitions are numbered through all layouts that the platform has had: a number stands for the same
 * records, the same chain of the journal and the same place in a request's id for ever.
 */
export interface Layout {
  /** 1, 2, 3, … */
  readonly number: number;
  /** The number of its first partition, in every topic. */
  readonly firstPartition: number;
  /** How many partitions each topic has. */
  readonly partitions: number;
}

/** Most partitions of one layout. */
export const MAX_PARTITIONS = 256;

/** The highest partition number, of all layouts together: a request's id has two bytes for it. */
export const MAX_PARTITION_NUMBER = 65_535;

/** So many consecutive partition numbers. */
export function partitionNumbers(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Numbers of the partitions of a layout. */
export function partitionsIn({ firstPartition, partitions }: Layout): readonly number[] {
  return partitionNumbers(firstPartition, partitions);
}

/** Why a layout cannot be followed by one of so many partitions. */
export type LayoutRefusal = 'same-number' | 'fewer-partitions' | 'too-many-partitions' | 'no-numbers-left';

/** The layout that follows with more partitions: it begins with numbers that were never used. */
export function nextLayout(layout: Layout, partitions: number): Result<Layout, LayoutRefusal> {
  if (partitions === layout.partitions) return refuse('same-number');
  if (partitions < layout.partitions) return refuse('fewer-partitions');
  if (partitions > MAX_PARTITIONS) return refuse('too-many-partitions');
  const firstPartition = layout.firstPartition + layout.partitions;
  if (firstPartition + partitions - 1 > MAX_PARTITION_NUMBER) return refuse('no-numbers-left');
  return ok({ number: layout.number + 1, firstPartition, partitions });
}
