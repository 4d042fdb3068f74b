import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createIntake } from '../../src/intake.ts';

test('an alert that came alone is worked at once', async () => {
  const intake = createIntake();
  await intake.storing(async () => undefined);
  const began = performance.now();
  await intake.lull();

  expect(performance.now() - began).toBeLessThan(15);
});

test('in a burst the work waits until the senders have their answers', async () => {
  const intake = createIntake();
  const stored: number[] = [];
  const burst = [1, 2, 3].map((number) =>
    intake.storing(async () => {
      await sleep(number * 40);
      stored.push(number);
    }),
  );
  await intake.lull();

  expect(stored).toEqual([1, 2, 3]);
  await Promise.all(burst);
});

test('a burst without an end holds the work up for two seconds at most', async () => {
  const intake = createIntake();
  const { promise, resolve } = Promise.withResolvers<void>();
  const endless = intake.storing(() => promise);
  const began = performance.now();
  await intake.lull();

  expect(performance.now() - began).toBeLessThan(2000);
  resolve();
  await endless;
});

test('what could not be stored counts as through, and the error is the sender’s', async () => {
  const intake = createIntake();

  await expect(intake.storing(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
  await intake.lull();
});
