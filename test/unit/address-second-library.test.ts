import { containsCidr, mergeCidr, overlapCidr, parseCidr } from 'cidr-tools';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  aggregate,
  compareAddresses,
  contains,
  display,
  family,
  isAddress,
  joinNeighbours,
  overlaps,
  parseAddress,
  prefixLength,
  range,
  size,
  widen,
  widerBlocks,
} from '../../src/address/address.ts';

/*
 * The arithmetic of addresses against cidr-tools, which shares no code with ours: it reads text by itself, counts with
 * BigInt and joins ranges. What differs on purpose is in address-parse.test.ts: ::ffff:a.b.c.d, and a length of 0.
 */

const octets = fc.tuple(...([0, 1, 2, 3] as const).map(() => fc.integer({ min: 0, max: 255 })));
const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 });

/** Texts as logs and people write them: any letter case, zeros in full or left out, with and without a length. */
const text4 = fc
  .tuple(octets, fc.option(fc.integer({ min: 1, max: 32 })))
  .map(([bytes, length]) => `${bytes.join('.')}${length === null ? '' : `/${length}`}`);
const text6 = fc
  .tuple(groups, fc.option(fc.integer({ min: 1, max: 128 })), fc.boolean(), fc.boolean())
  .filter(([words]) => !isMapped(words))
  .map(([words, length, isPadded, isUpper]) => {
    const host = words.map((word) => word.toString(16).padStart(isPadded ? 4 : 1, '0')).join(':');
    return `${isUpper ? host.toUpperCase() : host}${length === null ? '' : `/${length}`}`;
  });
const anywhere = fc.oneof(text4, text6);

/** Blocks that lie close together, so that they often touch, nest and repeat; some at the very ends. */
const close = fc.oneof(
  fc
    .tuple(fc.constantFrom('203.0.113', '203.0.112', '255.255.255', '0.0.0'), fc.nat(255), fc.nat(10))
    .map(([net, last, free]) => `${net}.${last}/${32 - free}`),
  fc
    .tuple(fc.constantFrom('2001:db8::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:', '::'), fc.nat(0xffff), fc.nat(18))
    .map(([net, last, free]) => `${net}${last.toString(16)}/${128 - free}`),
);
const either = fc.oneof(anywhere, close);

function isMapped(words: readonly number[]): boolean {
  return words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
}

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.address;
}

/** The same words for what the other library says: it leaves out the length of a single address. */
const asTheirs = (blocks: readonly Address[]) => blocks.map(display);

/** Sorted as ours are. The whole of a family stays two halves with us. */
const sorted = (blocks: readonly string[]) =>
  blocks
    .flatMap((block) => HALVES[block] ?? [block])
    .map(address)
    .toSorted(compareAddresses)
    .map(display);
const HALVES: Record<string, string[]> = {
  '0.0.0.0/0': ['0.0.0.0/1', '128.0.0.0/1'],
  '::/0': ['::/1', '8000::/1'],
};

test('reads the same address, family, length and range', () => {
  fc.assert(
    fc.property(either, (text) => {
      const [ours, theirs] = [address(text), parseCidr(text)];

      expect(family(ours)).toBe(theirs.version);
      expect(prefixLength(ours)).toBe(Number(theirs.prefix));
      expect(range(ours)).toEqual({ start: theirs.start, end: theirs.end });
      expect(size(ours)).toBe(theirs.end - theirs.start + 1n);
      expect(isAddress(ours)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('contains and overlaps the same blocks', () => {
  fc.assert(
    fc.property(either, either, (one, other) => {
      const [a, b] = [address(one), address(other)];

      expect(contains(a, b)).toBe(containsCidr(a, b));
      expect(overlaps(a, b)).toBe(overlapCidr(a, b));
    }),
    { numRuns: 3000 },
  );
});

test('widens to the block that holds the address, one by one up to the shortest length', () => {
  fc.assert(
    fc.property(either, fc.integer({ min: 1, max: 128 }), (text, wanted) => {
      const from = address(text);
      const shorter = Math.min(wanted, prefixLength(from));
      const theirs = parseCidr(`${from.split('/')[0]}/${shorter}`);
      const wide = widen(from, shorter);

      expect({ ...range(wide), length: prefixLength(wide) }).toEqual({
        start: theirs.start,
        end: theirs.end,
        length: shorter,
      });
      expect(containsCidr(wide, from)).toBe(true);
      expect(widerBlocks(from, shorter)).toEqual(
        Array.from({ length: prefixLength(from) - shorter }, (_, up) => widen(from, prefixLength(from) - up - 1)),
      );
    }),
    { numRuns: 1000 },
  );
});

describe('joining', () => {
  const lists = fc.array(either, { minLength: 1, maxLength: 60 });

  test('aggregates to the same blocks', () => {
    fc.assert(
      fc.property(lists, (texts) => {
        const given = texts.map(address);

        expect(asTheirs(aggregate(given))).toEqual(sorted(mergeCidr(given)));
      }),
      { numRuns: 1500 },
    );
  });

  test('joins neighbours into blocks of the same list, and leaves alone who has none', () => {
    fc.assert(
      fc.property(lists, (texts) => {
        const given = texts.map(address);
        const merged = new Set(sorted(mergeCidr(given)));
        const joined = joinNeighbours(given);

        given.forEach((each, at) => {
          const number = joined.blockOf[at] ?? -1;
          const holder = number < 0 ? each : joined.block(number);
          expect(merged).toContain(display(holder));
          expect(containsCidr(holder, each)).toBe(true);
        });
      }),
      { numRuns: 1500 },
    );
  });
});
