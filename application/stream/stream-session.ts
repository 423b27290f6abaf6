import type { Principal } from '@bourse/core/identity/principal.ts';
import type { Authenticate, Credential } from '../identity/authenticate.ts';
import type { Clock } from '../ports/clock.ts';
import { isFault } from '../ports/fault.ts';
import { createMessageRate } from './message-rate.ts';
import type { CloseReason, MessageFault, StreamCommand, StreamConnection, StreamMessage } from './stream-message.ts';
import type { SubscriptionPorts } from './stream-subscriptions.ts';
import { createStreamSubscriptions } from './stream-subscriptions.ts';

/** What a session works with. */
export interface SessionPorts extends SubscriptionPorts {
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  /** Called once when the client is known; false when this user has too many connections. */
  readonly onKnown: (userId: string) => boolean;
  /** Called once when the server ends the connection. */
  readonly onCutOff: (reason: CloseReason) => void;
}

/** Who a client is, and with what it showed that. */
export interface KnownClient {
  readonly principal: Principal;
  readonly credential: Credential;
}

/** One client of the stream, from its connection to its end. */
export interface StreamSession {
  /** A message came that could be read. */
  readonly receive: (command: StreamCommand) => void;
  /** A message came that could not. */
  readonly receiveMalformed: (id: string | null, faults: readonly MessageFault[]) => void;
  /** A sign of life came. */
  readonly alive: () => void;
  /** Ends the connection. */
  readonly cutOff: (reason: CloseReason) => void;
  /** To be called once, when the connection is gone, whoever ended it. */
  readonly gone: () => void;
}

/** Begins a session; `known` is null for a client that has yet to say who it is. */
export function startStreamSession(
  connection: StreamConnection,
  known: KnownClient | null,
  ports: SessionPorts,
): StreamSession {
  const { authenticate, clock, limits, meter, logger } = ports;
  const subscriptions = createStreamSubscriptions({ send, waitingBytes: () => connection.waitingBytes() }, ports);
  const rate = createMessageRate(clock, limits);
  let client: KnownClient | null = null;
  let ended = false;
  let isAlive = true;
  let queued = 0;
  let work = Promise.resolve();
  let cancelTimer: () => void;

  function send(message: StreamMessage): void {
    if (ended) return;
    connection.send(message);
    if (connection.waitingBytes() > limits.maxWaitingBytes) cutOff('slow-reader');
  }

  function end(): void {
    ended = true;
    cancelTimer();
    subscriptions.stop();
  }

  function cutOff(reason: CloseReason): void {
    if (ended) return;
    end();
    ports.onCutOff(reason);
    connection.close(reason);
  }

  function letIn(next: KnownClient, id: string | null): void {
    if (client !== null && client.principal.userId !== next.principal.userId) return cutOff('other-user');
    if (client === null && !ports.onKnown(next.principal.userId)) return cutOff('too-many-connections');
    const first = client === null;
    client = next;
    isAlive = true;
    send({ type: 'authenticated', id });
    if (first) beatLater();
  }

  async function showCredential(token: string, id: string | null): Promise<void> {
    const credential: Credential = { type: 'bearer', token };
    const principal = await authenticate(credential);
    if (ended) return;
    if (principal === undefined) cutOff('invalid-credentials');
    else letIn({ principal, credential }, id);
  }

  async function handle(command: StreamCommand): Promise<void> {
    if (ended) return;
    const { id } = command;
    if (command.type === 'authenticate') return showCredential(command.token, id);
    if (client === null) return send({ type: 'error', id, code: 'authentication-required', concerns: [], faults: [] });
    if (command.type === 'subscribe') subscriptions.subscribe(client.principal, command);
    else subscriptions.unsubscribe(command);
  }

  async function handleNext(command: StreamCommand): Promise<void> {
    try {
      await handle(command);
    } catch (error) {
      if (isFault(error, 'unavailable')) {
        send({ type: 'error', id: command.id, code: 'unavailable', concerns: [], faults: [] });
      } else {
        logger.error({ error }, 'a message of the stream could not be dealt with');
        cutOff('internal-error');
      }
    }
    queued -= 1;
  }

  /** Whether a message may be looked at; a client that sends too many is cut off. */
  function admit(): boolean {
    isAlive = true;
    if (ended) return false;
    meter.count('stream_messages_received_total', {}, 1);
    if (rate.take() && queued < limits.messageBurst) return true;
    cutOff('too-many-messages');
    return false;
  }

  /** Waits for the next beat, or for the end of the credential when that comes first. */
  function beatLater(): void {
    cancelTimer();
    if (ended) return;
    const shown = client;
    const leftMs = Math.max(0, (shown?.principal.expiresAtMs ?? Infinity) - clock.now());
    cancelTimer =
      leftMs > limits.heartbeatMs
        ? clock.after(limits.heartbeatMs, beat)
        : clock.after(leftMs, () => (client === shown ? cutOff('credential-expired') : beat()));
  }

  function beat(): void {
    if (!isAlive) {
      return cutOff(connection.waitingBytes() > limits.conflateAboveBytes ? 'slow-reader' : 'heartbeat-missed');
    }
    isAlive = false;
    connection.ping();
    send({ type: 'heartbeat', atMs: clock.now(), sequences: subscriptions.sequences() });
    void checkCredential().then(beatLater);
  }

  /** A key is revoked, or the clock was set forward and a token ends before its timer. Where that cannot be known now, it is asked again with the next beat. */
  async function checkCredential(): Promise<void> {
    const checked = client;
    if (checked === null) return;
    try {
      const principal = await authenticate(checked.credential);
      if (principal === undefined && client === checked) cutOff('credential-expired');
    } catch (error) {
      meter.count('stream_credential_checks_failed_total', {}, 1);
      logger.warn({ error }, 'the credential of a client of the stream could not be checked; it is tried again');
    }
  }

  cancelTimer = clock.after(limits.authenticateWithinMs, () => cutOff('authentication-timeout'));
  if (known !== null) letIn(known, null);
  return {
    receive(command) {
      if (!admit()) return;
      queued += 1;
      work = work.then(() => handleNext(command));
    },
    receiveMalformed(id, faults) {
      if (admit()) send({ type: 'error', id, code: 'invalid-message', concerns: [], faults });
    },
    alive() {
      isAlive = true;
    },
    cutOff,
    gone: () => {
      if (!ended) end();
    },
  };
}
