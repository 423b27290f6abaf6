/** What a line needs of a connection: to be given back, as one that must not be used again when it broke. */
export interface LentConnection {
  release(isBroken: boolean): void;
}

/** Work on a database, one piece behind the other. */
export interface ConnectionLine<Connection> {
  /**
   * Lets work send what it has to send. All who come while others are under way use one connection, whose server works through everything in its
   * order. When work fails, whoever was behind it on that connection finds it broken as well or has gone through before, and whoever comes later
   * begins on a new one when the last of them has ended, in the order in which they came.
   */
  use<Answer>(work: (connection: Connection) => Promise<Answer>): Promise<Answer>;
}

/** A connection that is kept for as long as somebody uses it. */
interface SharedConnection<Connection> {
  readonly lent: Promise<Connection>;
  users: number;
  isBroken: boolean;
  readonly over: PromiseWithResolvers<undefined>;
}

/** Opens a line on connections of a pipelining pool. */
export function createConnectionLine<Connection extends LentConnection>(
  connect: () => Promise<Connection>,
): ConnectionLine<Connection> {
  let shared: SharedConnection<Connection> | null = null;
  /** There while somebody has to wait for the end of a connection that broke: resolves for whoever comes next. */
  let queue: Promise<unknown> | null = null;

  function join(): SharedConnection<Connection> {
    shared ??= { lent: connect(), users: 0, isBroken: false, over: Promise.withResolvers() };
    shared.users += 1;
    return shared;
  }

  /** Joined and begun in one step, so that nobody who joins later begins before. */
  async function begin<Answer>(work: (connection: Connection) => Promise<Answer>): Promise<Answer> {
    const joined = join();
    try {
      return await work(await joined.lent);
    } catch (error) {
      // Statements that were refused may count as prepared on our side only.
      joined.isBroken = true;
      throw error;
    } finally {
      await leave(joined);
    }
  }

  /** Behind all who wait already, and before whoever comes later. */
  async function beginBehind<Answer>(
    before: Promise<unknown>,
    work: (connection: Connection) => Promise<Answer>,
  ): Promise<Answer> {
    const turn = Promise.withResolvers<undefined>();
    queue = turn.promise;
    await before;
    const begun = begin(work);
    turn.resolve(undefined);
    if (queue === turn.promise) queue = null;
    return begun;
  }

  function waitFor({ over }: SharedConnection<Connection>): void {
    const before = queue;
    const ended = before === null ? over.promise : before.then(() => over.promise);
    queue = ended;
    void ended.then(() => {
      if (queue === ended) queue = null;
    });
  }

  async function leave(left: SharedConnection<Connection>): Promise<void> {
    left.users -= 1;
    const isLast = left.users === 0;
    if (shared === left && (isLast || left.isBroken)) {
      shared = null;
      if (!isLast) waitFor(left);
    }
    if (!isLast) return;
    const connection = await left.lent.catch(() => undefined);
    connection?.release(left.isBroken);
    left.over.resolve(undefined);
  }

  return {
    use: (work) => (queue === null ? begin(work) : beginBehind(queue, work)),
  };
}
