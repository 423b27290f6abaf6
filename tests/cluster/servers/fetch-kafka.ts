import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import jars from './kafka-jars.json' with { type: 'json' };
import { hasCommand, runCommand } from './run-command.ts';

const MAVEN_CENTRAL = 'https://repo1.maven.org/maven2';
const FETCHING_MS = 300_000;
const DOWNLOADS_AT_ONCE = 4;

/**
 * The directory with the jars of Kafka, fetched from Maven Central when it is not in the cache of this user: by Maven where there is one,
 * because it knows the mirrors of its machine, else by plain downloads. Every file must have the digest that is written down for it.
 */
export async function fetchKafka(): Promise<string> {
  const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'bourse');
  const digest = createHash('sha256').update(JSON.stringify(jars)).digest('hex').slice(0, 12);
  const directory = path.join(cache, `kafka-${digest}`);
  if (await isComplete(directory)) return directory;
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(path.join(cache, 'fetching-'));
  try {
    await ((await hasCommand('mvn')) ? fetchByMaven(fetched) : download(fetched));
    if (!(await isComplete(fetched))) throw new Error('the jars that were fetched are not those of kafka-jars.json');
    await rm(directory, { recursive: true, force: true });
    await rename(fetched, directory);
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
  return directory;
}

/** Whether all jars are there, to the bit. */
async function isComplete(directory: string): Promise<boolean> {
  for (const jar of jars) {
    const content = await readFile(path.join(directory, path.basename(jar.path))).catch(() => undefined);
    if (content === undefined || createHash('sha256').update(content).digest('hex') !== jar.sha256) return false;
  }
  return true;
}

async function fetchByMaven(directory: string): Promise<void> {
  const project = path.join(directory, 'pom.xml');
  await writeFile(
    project,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>bourse</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies>${jars.map((jar) => dependency(jar.path)).join('\n')}</dependencies></project>`,
  );
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${directory}`, '-DexcludeTransitive=true'];
  await runCommand('mvn', ['-q', '-B', '-f', project, ...goal], FETCHING_MS);
}

/** From "org/example/thing/1.0/thing-1.0.jar". */
function dependency(jarPath: string): string {
  const [version, artifact, ...group] = path.dirname(jarPath).split('/').reverse();
  return `<dependency><groupId>${group.reverse().join('.')}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}

async function download(directory: string): Promise<void> {
  const waiting = [...jars];
  const worker = async (): Promise<void> => {
    for (let jar = waiting.pop(); jar !== undefined; jar = waiting.pop()) {
      const response = await fetch(`${MAVEN_CENTRAL}/${jar.path}`, { signal: AbortSignal.timeout(FETCHING_MS) });
      if (!response.ok) throw new Error(`${jar.path} could not be fetched from Maven Central: ${response.status}`);
      await writeFile(path.join(directory, path.basename(jar.path)), Buffer.from(await response.arrayBuffer()));
    }
  };
  await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, worker));
}
