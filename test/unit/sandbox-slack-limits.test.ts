import { expect, test } from 'vitest';
import { createTimestamps } from '../../src/sandbox/slack/identifiers.ts';
import { createRateLimiter, POSTING, TIER_3 } from '../../src/sandbox/slack/rate-limit.ts';
import { createTriggers } from '../../src/sandbox/slack/triggers.ts';

const START = 1_764_000_000_000;

test('timestamps come from the clock and always grow, also when the clock goes back', () => {
  let now = START;
  const timestamps = createTimestamps(() => now);

  const given = [timestamps.next(), timestamps.next()];
  now -= 5000;
  given.push(timestamps.next());
  now += 65_000;
  given.push(timestamps.next());

  expect(given).toEqual(['1764000000.000000', '1764000000.000100', '1764000000.000200', '1764000060.000000']);
});

test('a timestamp is never older than one already seen', () => {
  const timestamps = createTimestamps(() => START);

  timestamps.seen('1764000009.123400');

  expect(timestamps.next()).toBe('1764000009.123500');
});

test('a burst is allowed, then one message a second in each channel', () => {
  let now = START;
  const limiter = createRateLimiter(() => now);
  const post = (channel: string): number => limiter.take(`chat.postMessage ${channel}`, POSTING);

  const burst = Array.from({ length: 10 }, () => post('C1'));
  expect(burst.every((wait) => wait === 0)).toBe(true);
  expect(post('C1')).toBe(1);
  expect(post('C2')).toBe(0);
  now += 999;
  expect(post('C1')).toBe(1);
  now += 1;
  expect(post('C1')).toBe(0);
  expect(post('C1')).toBe(1);
});

test('the wait is told in whole seconds until the next call is allowed', () => {
  const limiter = createRateLimiter(() => START);
  for (let call = 0; call < TIER_3.burst; call += 1) limiter.take('chat.update', TIER_3);

  expect(limiter.take('chat.update', TIER_3)).toBe(2);
});

test('a trigger opens once, within three seconds', () => {
  let now = START;
  const triggers = createTriggers(() => now);
  const first = triggers.issue('U_ANALYST', 'V1');
  const second = triggers.issue('U_ANALYST');

  expect(triggers.exchange(first)).toEqual({ user: 'U_ANALYST', view: 'V1' });
  expect(() => triggers.exchange(first)).toThrow('exchanged_trigger_id');
  now += 3001;
  expect(() => triggers.exchange(second)).toThrow('expired_trigger_id');
  expect(() => triggers.exchange('1.2.abc')).toThrow('invalid_trigger_id');
});
