/** Where the Redis is, and which platform this is. */
export interface RedisPlace {
  /** "redis://…" or "rediss://…". */
  readonly url: string;
  /** What the names of all channels and keys begin with: different for platforms that share a Redis. */
  readonly prefix: string;
}
