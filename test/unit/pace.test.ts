import { expect, test } from 'vitest';
import { createPace } from '../../src/chat/pace.ts';

/** When each of so many posts that are wished at once goes out, by a clock that only waiting moves. */
async function postedAt(count: number, rate?: Parameters<typeof createPace>[2]): Promise<number[]> {
  let now = 1_795_500_000_000;
  const began = now;
  const pace = createPace(
    () => now,
    async (ms) => {
      now += ms;
    },
    rate,
  );
  const times: number[] = [];
  for (let post = 0; post < count; post += 1) await pace(async () => times.push(now - began));
  return times;
}

test('a channel gets four messages at once, then one a second', async () => {
  expect(await postedAt(7)).toEqual([0, 0, 0, 0, 1000, 2000, 3000]);
});

test('another rate is kept likewise', async () => {
  expect(await postedAt(4, { burst: 2, perMinute: 120 })).toEqual([0, 0, 500, 1000]);
});
