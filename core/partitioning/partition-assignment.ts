/** A lease on one partition as it is now. */
export interface Lease {
  readonly partition: number;
  /** Who holds it; null when it is free or has expired. */
  readonly holder: string | null;
}

/** What a member may do: keep these, take those, give these up. */
export interface Assignment {
  readonly keep: readonly number[];
  readonly take: readonly number[];
  readonly giveUp: readonly number[];
}

/**
 * Shares partitions evenly: each of the living members may have at most partitions ÷ members, rounded up, or rounded down once enough
 * others have the larger share. A member takes free ones up to its share and gives up what is above it.
 */
export function assignPartitions(leases: readonly Lease[], member: string, members: readonly string[]): Assignment {
  const share = shareOf(leases.length, member, members);
  const mine = leases.filter(({ holder }) => holder === member).map(({ partition }) => partition);
  const free = leases.filter(({ holder }) => holder === null).map(({ partition }) => partition);
  const keep = mine.slice(0, share);
  return { keep, take: free.slice(0, share - keep.length), giveUp: mine.slice(share) };
}

/** Members in the order of their names get the remainder one by one, so that all of them agree on every share. */
function shareOf(partitions: number, member: string, members: readonly string[]): number {
  const sorted = [...members].sort();
  const rank = sorted.indexOf(member);
  if (rank < 0) throw new RangeError(`${member} is not among the living members`);
  return Math.floor(partitions / sorted.length) + (rank < partitions % sorted.length ? 1 : 0);
}
