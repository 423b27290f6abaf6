import { expect, it } from 'vitest';
import { createConnectionLine } from './connection-line.ts';

/** A connection, and how it was given back: broken or not. */
class FakeConnection {
  readonly returned: boolean[] = [];

  release(isBroken: boolean): void {
    this.returned.push(isBroken);
  }
}

/** A database that lends connections, and knows them. */
function lender() {
  const lent: FakeConnection[] = [];
  const line = createConnectionLine(() => {
    const connection = new FakeConnection();
    lent.push(connection);
    return Promise.resolve(connection);
  });
  return { line, returned: () => lent.map((connection) => connection.returned) };
}

const turn = () => new Promise(setImmediate);
const refuse = () => Promise.reject(new RangeError('refused'));

it('lets all who come while others are under way use one connection, and gives it back behind the last', async () => {
  const { line, returned } = lender();
  const [first, second] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const uses = [line.use(() => first.promise), line.use(() => second.promise)];
  await turn();
  first.resolve(undefined);
  await uses[0];
  expect(returned()).toEqual([[]]);
  second.resolve(undefined);
  await uses[1];
  expect(returned()).toEqual([[false]]);
});

it('lets nobody overtake those who are still under way on a connection on which another failed', async () => {
  const { line, returned } = lender();
  const began: string[] = [];
  const held = Promise.withResolvers<undefined>();
  const use = (name: string, until?: Promise<unknown>) =>
    line.use(async () => {
      began.push(name);
      await until;
    });
  const first = use('first', held.promise);
  await expect(line.use(refuse)).rejects.toThrow('refused');
  const behind = [use('second'), use('third')];
  await turn();
  expect(began).toEqual(['first']);
  held.resolve(undefined);
  await first;
  const latest = use('latest');
  await Promise.all([...behind, latest]);
  expect(began).toEqual(['first', 'second', 'third', 'latest']);
  expect(returned()).toEqual([[true], [false]]);
});

it('keeps the order of those who wait when one of them fails as well', async () => {
  const { line } = lender();
  const began: string[] = [];
  const [held, heldAgain] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const use = (name: string, until?: Promise<unknown>) =>
    line.use(async () => {
      began.push(name);
      await until;
    });
  const first = use('first', held.promise);
  await expect(line.use(refuse)).rejects.toThrow('refused');
  const second = use('second', heldAgain.promise);
  const refused = expect(line.use(refuse)).rejects.toThrow('refused');
  held.resolve(undefined);
  await Promise.all([first, refused]);
  const third = use('third');
  await turn();
  expect(began).toEqual(['first', 'second']);
  heldAgain.resolve(undefined);
  await Promise.all([second, third]);
  expect(began).toEqual(['first', 'second', 'third']);
});

it('goes on with a new connection when there is nobody to wait for', async () => {
  const { line, returned } = lender();
  await expect(line.use(refuse)).rejects.toThrow('refused');
  expect(await line.use(() => Promise.resolve('an answer'))).toBe('an answer');
  expect(returned()).toEqual([[true], [false]]);
});

it('fails whoever came for a connection that could not be had, and asks for another one then', async () => {
  let refusing = true;
  const line = createConnectionLine(() =>
    refusing ? Promise.reject(new RangeError('nobody listens')) : Promise.resolve(new FakeConnection()),
  );
  const both = await Promise.allSettled([line.use(() => Promise.resolve()), line.use(() => Promise.resolve())]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  refusing = false;
  expect(await line.use(() => Promise.resolve('an answer'))).toBe('an answer');
});
