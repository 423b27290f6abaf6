/** Every limit of the live stream. */
export interface StreamLimits {
  /** Most connections of this process. */
  readonly maxConnections: number;
  /** Most of them that have not said who they are. */
  readonly maxUnauthenticated: number;
  /** Most connections of one user to this process. */
  readonly maxConnectionsPerUser: number;
  /** How long a client may take to say who it is, milliseconds. */
  readonly authenticateWithinMs: number;
  /** How often a client is asked for a sign of life and its credential is checked again; one that gave none since is cut off. */
  readonly heartbeatMs: number;
  /** Largest message of a client, bytes. */
  readonly maxMessageBytes: number;
  /** Messages of a client: how many a second for long, and how many at once. */
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** Most symbols that one client can name; who wants more asks for all. */
  readonly maxSymbols: number;
  /** How often prices are sent at most, milliseconds; of several prices of a symbol within that time the newest is sent. */
  readonly priceIntervalMs: number;
  /** Most prices of one message. */
  readonly maxPricesOfMessage: number;
  /** A client for which more bytes than this wait gets no prices until it has read; then it gets the newest ones. */
  readonly conflateAboveBytes: number;
  /** A client for which more bytes than this wait is cut off. */
  readonly maxWaitingBytes: number;
  /** Most records that are looked through for what a client missed; one that missed more is told so. */
  readonly maxResumeRecords: number;
  /** Most records of one reading of the log for a client that resumes. */
  readonly resumePageRecords: number;
  /** Most clients for which the log is read at the same time; the others wait for their turn. */
  readonly maxResumesAtOnce: number;
  /** Records of each partition that are remembered for clients that resume, so that the log need not be read. */
  readonly recentRecords: number;
  /** How long a stop waits for clients to take what is on its way to them, milliseconds. */
  readonly closeWithinMs: number;
}

export const DEFAULT_STREAM_LIMITS: StreamLimits = {
  maxConnections: 5_000,
  maxUnauthenticated: 500,
  maxConnectionsPerUser: 20,
  authenticateWithinMs: 5_000,
  heartbeatMs: 15_000,
  maxMessageBytes: 16_384,
  messagesPerSecond: 20,
  messageBurst: 60,
  maxSymbols: 500,
  priceIntervalMs: 50,
  maxPricesOfMessage: 500,
  conflateAboveBytes: 262_144,
  maxWaitingBytes: 1_048_576,
  maxResumeRecords: 200_000,
  resumePageRecords: 2_000,
  maxResumesAtOnce: 8,
  recentRecords: 5_000,
  closeWithinMs: 2_000,
};
