import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dieWithUs } from '@bourse/bench/platform/die-with-us.ts';
import { until } from '../../support/until.ts';
import { endChild } from './end-child.ts';
import { fetchKafka } from './fetch-kafka.ts';
import { freePorts } from './free-ports.ts';
import { installProgram } from './install-program.ts';
import { runCommand } from './run-command.ts';

/** A real broker of one node in a temporary directory. */
export interface KafkaServer {
  /** What KAFKA_BROKERS is set to. */
  readonly brokers: string;
  /** Where it really listens. */
  readonly port: number;
  /** Ends it by a signal and waits for its end; `start` brings it back with all that it has stored. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port and waits until it answers. */
  start(): Promise<void>;
  /** Ends it and leaves nothing behind. */
  close(): Promise<void>;
}

const STARTING_MS = 90_000;
const MEMORY = ['-Xms128m', '-Xmx512m'];
const CLUSTER_ID = 'Ym91cnNlLWNsdXN0ZXI0NQ';

/**
 * Starts a broker that is its own controller. It says of itself that it is at `advertisedPort`, when somebody stands in front of it. Throws
 * with what is missing: the jars, or Java.
 */
export async function startKafka(advertisedPort?: number): Promise<KafkaServer> {
  await installProgram('java', 'default-jre-headless');
  const jars = await fetchKafka();
  const directory = await mkdtemp(path.join(tmpdir(), 'bourse-kafka-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const settings = path.join(directory, 'server.properties');
  const printed = path.join(directory, 'server.log');
  const java = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', path.join(jars, '*')];
  let child: ChildProcess | undefined;

  async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child;
    child = undefined;
    await endChild(ending, signal);
  }
  async function start(): Promise<void> {
    const started = spawn('java', [...MEMORY, ...java, 'kafka.Kafka', settings], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    dieWithUs(started);
    const log = createWriteStream(printed, { flags: 'a' });
    started.stdout.pipe(log);
    started.stderr.pipe(log);
    const ended = (): boolean => started.exitCode !== null || started.signalCode !== null;
    await until('the broker to listen', async () => ended() || (await answers(port)), STARTING_MS);
    if (ended()) throw new Error(`the broker ended: ${(await readFile(printed, 'utf8')).slice(-2_000)}`);
  }
  async function close(): Promise<void> {
    await stop('SIGKILL');
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  }

  try {
    const ports = { port, controllerPort, advertisedPort: advertisedPort ?? port };
    await writeFile(settings, serverProperties(ports, path.join(directory, 'data')));
    const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', CLUSTER_ID, '-c', settings];
    await runCommand('java', [...java, ...format], STARTING_MS);
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return { brokers: `127.0.0.1:${advertisedPort ?? port}`, port, stop, start, close };
}

function serverProperties(
  { port, controllerPort, advertisedPort }: Readonly<Record<'port' | 'controllerPort' | 'advertisedPort', number>>,
  data: string,
): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${advertisedPort}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${data}
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (connected: boolean): void => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
