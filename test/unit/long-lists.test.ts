import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Address, overlaps, overlapsWith } from '../../src/address/address.ts';
import { allowedBecause } from '../../src/decision/allowlist.ts';
import { guardedBecause } from '../../src/decision/guard.ts';
import { address } from '../support/address.ts';

const v4 = fc
  .tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 9, max: 32 }))
  .map(([a, b, length]) => `81.${a}.${b}.0/${length}`);
const v6 = fc
  .tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 33, max: 128 }))
  .map(([a, b, length]) => `2a01:0:${a.toString(16)}:${b.toString(16)}::/${length}`);
const any = fc.oneof(v4, v6);

function cleared(text: string): Address | undefined {
  try {
    return address(text);
  } catch {
    return undefined;
  }
}

test('invariant 4: an entry of a list is found by the same arithmetic, asked once or again', () => {
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), any, (texts, asked) => {
      const own = cleared(asked);
      fc.pre(own !== undefined);
      const entries = texts.flatMap((text) => cleared(text) ?? []).map((cidr) => ({ cidr }));
      const isAbout = overlapsWith(own);
      const expected = entries.map(({ cidr }) => overlaps(cidr, own));
      expect(entries.map(isAbout)).toEqual(expected);
      expect(entries.map(isAbout)).toEqual(expected);
    }),
  );
});

// A round takes 400 attackers, and decides about each of them twice.
test('a burst is looked up in lists of 2,000 within seconds, not minutes', () => {
  const list = (text: (index: number) => string) =>
    Array.from({ length: 2000 }, (_, index) => ({
      cidr: address(text(index)),
      by: 'U1',
      at: 0,
      until: null,
      why: 'test',
    }));
  const entries = list((index) => `2a01:0:${index.toString(16)}::1`);
  const guard = { ranges: list((index) => `81.${index >> 8}.${index & 255}.9`), readAt: 0 };
  const attackers = Array.from({ length: 800 }, (_, index) =>
    address(index % 2 ? `91.1.${index >> 8}.${index & 255}` : `2a02:0:${index.toString(16)}::/64`),
  );
  const began = performance.now();
  for (const each of attackers) {
    expect(allowedBecause(entries, each, 1)).toBeUndefined();
    expect(guardedBecause(guard, each)).toBeUndefined();
  }
  expect(performance.now() - began).toBeLessThan(5000);
});
