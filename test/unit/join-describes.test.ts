import { expect, test } from 'vitest';
import { joinDescribes } from '../../src/firewall/join-describes.ts';

/** Calls that a test answers by hand, in any order. */
function scripted() {
  const calls: Array<{ ids: string[]; answer(found?: string[]): Promise<void>; fail(error: Error): Promise<void> }> =
    [];
  const look = joinDescribes((ids) => {
    const number = calls.length + 1;
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, string>>();
    calls.push({
      ids,
      async answer(found = ids) {
        resolve(new Map(found.map((id) => [id, `${id} in call ${number}`])));
        await settled();
      },
      async fail(error) {
        reject(error);
        await settled();
      },
    });
    return promise;
  });
  return { look, calls, ids: () => calls.map((call) => call.ids) };
}

/** Lets everything run that waits for nothing else. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one look is one call, sent at once', async () => {
  const { look, calls, ids } = scripted();
  const a = look('a');
  await settled();

  expect(ids()).toEqual([['a']]);
  await calls[0]?.answer();
  expect(await a).toBe('a in call 1');
});

test('looks of one moment go together, each id once', async () => {
  const { look, calls, ids } = scripted();
  const looks = [look('a'), look('b'), look('a')];
  await settled();

  expect(ids()).toEqual([['a', 'b']]);
  await calls[0]?.answer();
  expect(await Promise.all(looks)).toEqual(['a in call 1', 'b in call 1', 'a in call 1']);
});

test('what is asked for during a call waits for its end and goes together in the next', async () => {
  const { look, calls, ids } = scripted();
  const first = look('a');
  await settled();
  const later = [look('b'), look('c')];
  await settled();
  later.push(look('b'));
  await settled();
  expect(ids()).toEqual([['a']]);

  await calls[0]?.answer();
  expect(ids()).toEqual([['a'], ['b', 'c']]);
  await calls[1]?.answer();
  expect(await first).toBe('a in call 1');
  expect(await Promise.all(later)).toEqual(['b in call 2', 'c in call 2', 'b in call 2']);
});

test('a look is never answered by a call that was sent before it, not even at the same id', async () => {
  const { look, calls } = scripted();
  const before = look('a');
  await settled();
  const after = look('a');

  await calls[0]?.answer();
  await calls[1]?.answer();
  expect([await before, await after]).toEqual(['a in call 1', 'a in call 2']);
});

test('what a call does not find is undefined for who asked for it, and nobody else', async () => {
  const { look, calls } = scripted();
  const looks = [look('a'), look('gone')];
  await settled();

  await calls[0]?.answer(['a']);
  expect(await Promise.all(looks)).toEqual(['a in call 1', undefined]);
});

test('an error reaches everybody in its call and nobody else, and the next call works', async () => {
  const { look, calls, ids } = scripted();
  const told = (answer: Promise<string | undefined>) => answer.catch((error: Error) => error.message);
  const failing = [look('a'), look('b')].map(told);
  await settled();
  const waiting = told(look('a'));

  await calls[0]?.fail(new Error('throttled'));
  expect(await Promise.all(failing)).toEqual(['throttled', 'throttled']);
  await calls[1]?.answer();
  expect(await waiting).toBe('a in call 2');

  const later = look('c');
  await settled();
  await calls[2]?.answer();
  expect(await later).toBe('c in call 3');
  expect(ids()).toEqual([['a', 'b'], ['a'], ['c']]);
});

test('a call that fails before it is sent is an error like any other', async () => {
  let calls = 0;
  const look = joinDescribes<string>((ids) => {
    calls += 1;
    if (calls === 1) throw new Error('no client');
    return Promise.resolve(new Map(ids.map((id) => [id, 'there'])));
  });

  await expect(look('a')).rejects.toThrow('no client');
  expect(await look('a')).toBe('there');
});
