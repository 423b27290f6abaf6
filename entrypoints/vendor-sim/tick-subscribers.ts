import type { ServerResponse } from 'node:http';

/** The open `/ticks` answers. */
export interface TickSubscribers {
  /** Adds an answer whose head has been sent, and sends it these lines first. */
  add(response: ServerResponse, lines: ReadonlyMap<string, string>): void;
  /** Sends a line for each symbol. Who reads too slowly gets the newest line of a symbol once it reads on. */
  send(lines: ReadonlyMap<string, string>): void;
  /** Sends a blank line, which says that the vendor is alive. */
  beat(): void;
  /** Cuts all connections in the middle of a line. */
  cut(): void;
}

/** Makes an empty set of subscribers. */
export function createTickSubscribers(): TickSubscribers {
  /** For each answer the lines that wait until it can be written to; undefined while it can. */
  const backlogs = new Map<ServerResponse, Map<string, string> | undefined>();

  function write(response: ServerResponse, lines: Iterable<string>): void {
    if (response.write([...lines].join(''))) return;
    const backlog = new Map<string, string>();
    backlogs.set(response, backlog);
    response.once('drain', () => {
      backlogs.set(response, undefined);
      if (backlog.size > 0) write(response, backlog.values());
    });
  }

  return {
    add: (response, lines) => {
      backlogs.set(response, undefined);
      response.once('close', () => backlogs.delete(response));
      write(response, lines.values());
    },
    send: (lines) => {
      for (const [response, backlog] of backlogs) {
        if (backlog === undefined) write(response, lines.values());
        else for (const [symbol, line] of lines) backlog.set(symbol, line);
      }
    },
    beat: () => {
      for (const [response, backlog] of backlogs) if (backlog === undefined) write(response, ['\n']);
    },
    cut: () => {
      for (const response of backlogs.keys()) {
        response.write('{"symbol":"');
        response.destroy();
      }
    },
  };
}
