/** Clients that act again and again until they are stopped. */
export interface ClientsAtWork {
  /** Throws what clients met that they must not meet. */
  check(): void;
  /** Lets every client finish what it is doing. Throws as `check` does. */
  stop(): Promise<void>;
}

const FAILURES_SHOWN = 5;

/** Sets so many clients to work. One for whom `act` fails does nothing any more. */
export function clientsAtWork(clients: number, act: () => Promise<void>): ClientsAtWork {
  const failures: unknown[] = [];
  let stopping = false;

  async function work(): Promise<void> {
    while (!stopping) {
      try {
        await act();
      } catch (error) {
        failures.push(error);
        return;
      }
    }
  }

  function check(): void {
    if (failures.length === 0) return;
    throw new AggregateError(failures.slice(0, FAILURES_SHOWN), 'clients got answers they must not get');
  }

  const working = Array.from({ length: clients }, work);
  return {
    check,
    async stop() {
      stopping = true;
      await Promise.all(working);
      check();
    },
  };
}
