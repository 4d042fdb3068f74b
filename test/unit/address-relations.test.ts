import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  addressSchema,
  aggregate,
  compareAddresses,
  contains,
  display,
  family,
  overlaps,
  parseAddress,
  prefixLength,
  range,
  size,
} from '../../src/address/address.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.address;
}

/** Blocks that lie close together, so that they often touch, nest and repeat. */
const nearby = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 32 }))
    .map(([last, length]) => address(`203.0.113.${last}/${length}`)),
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 118, max: 128 }))
    .map(([last, length]) => address(`2001:db8::${last.toString(16)}/${length}`)),
);

test('says the parts of an address', () => {
  const block = address('203.0.113.0/24');

  expect([family(block), prefixLength(block), size(block), display(block)]).toEqual([4, 24, 256n, '203.0.113.0/24']);
  expect(range(block)).toEqual({ start: 0xcb007100n, end: 0xcb0071ffn });
  expect(range(address('2001:db8::/32')).end - range(address('2001:db8::/32')).start + 1n).toBe(1n << 96n);
  expect(display(address('2001:db8::9'))).toBe('2001:db8::9');
  expect(display(address('203.0.113.9'))).toBe('203.0.113.9');
});

test('never says that an IPv4 block contains or overlaps an IPv6 one', () => {
  expect(contains(address('::/1'), address('203.0.113.9'))).toBe(false);
  expect(overlaps(address('128.0.0.0/1'), address('2001:db8::1'))).toBe(false);
});

test('contains and overlaps agree with the BlockList of node:net', () => {
  fc.assert(
    fc.property(nearby, nearby, (outer, inner) => {
      const [net = '', length] = outer.split('/');
      const [host = ''] = inner.split('/');
      const list = new BlockList();
      list.addSubnet(net, Number(length), family(outer) === 4 ? 'ipv4' : 'ipv6');
      const holdsFirst = family(outer) === family(inner) && list.check(host, family(inner) === 4 ? 'ipv4' : 'ipv6');

      expect(contains(outer, inner)).toBe(holdsFirst && prefixLength(inner) >= prefixLength(outer));
      expect(overlaps(outer, inner)).toBe(overlaps(inner, outer));
      expect(overlaps(outer, inner)).toBe(contains(outer, inner) || contains(inner, outer));
    }),
  );
});

test('sorts IPv4 first, then by number, then the wider block first', () => {
  const sorted = ['2001:db8::/32', '203.0.113.10', '203.0.113.9', '203.0.113.0/24', '203.0.113.0/25'].map(address);

  expect(sorted.toSorted(compareAddresses)).toEqual(
    ['203.0.113.0/24', '203.0.113.0/25', '203.0.113.9', '203.0.113.10', '2001:db8::/32'].map(address),
  );
});

test('accepts from the ledger only what is canonical', () => {
  expect(addressSchema.safeParse('203.0.113.9/32').success).toBe(true);
  for (const other of ['203.0.113.9', '203.0.113.9/24', '2001:DB8::1/128', '::ffff:203.0.113.9/128', '', 7, null]) {
    expect(addressSchema.safeParse(other).success).toBe(false);
  }
});

describe('aggregate', () => {
  test.each([
    [[], []],
    [['203.0.113.8', '203.0.113.9'], ['203.0.113.8/31']],
    [
      ['203.0.113.9', '203.0.113.10'],
      ['203.0.113.9/32', '203.0.113.10/32'],
    ],
    [['203.0.113.0/25', '203.0.113.128/25', '203.0.113.7'], ['203.0.113.0/24']],
    [
      ['203.0.113.1', '203.0.113.2/31', '203.0.113.4'],
      ['203.0.113.1/32', '203.0.113.2/31', '203.0.113.4/32'],
    ],
    [
      ['0.0.0.0/1', '128.0.0.0/1'],
      ['0.0.0.0/1', '128.0.0.0/1'],
    ],
    [
      ['255.255.255.255', '::/128'],
      ['255.255.255.255/32', '::/128'],
    ],
  ])('makes %j into %j', (given, expected) => {
    expect(aggregate(given.map(address))).toEqual(expected);
  });

  test('holds exactly the same addresses in the shortest list', () => {
    fc.assert(
      fc.property(fc.array(nearby, { maxLength: 30 }), (given) => {
        const joined = aggregate(given);

        expect(membersOf(joined)).toEqual(membersOf(given));
        expect(joined).toEqual(joined.toSorted(compareAddresses));
        // Shortest: no two are each other's other half, and none holds another.
        for (const one of joined) {
          for (const other of joined.filter((candidate) => candidate !== one)) {
            expect(overlaps(one, other)).toBe(false);
            expect(areHalvesOfOne(one, other)).toBe(false);
          }
        }
      }),
    );
  });
});

/** Every single address, by counting, as text with its family. */
function membersOf(addresses: Address[]): Set<string> {
  const members = new Set<string>();
  for (const one of addresses) {
    for (let at = range(one).start; at <= range(one).end; at += 1n) members.add(`${family(one)}:${at}`);
  }
  return new Set([...members].toSorted());
}

function areHalvesOfOne(one: Address, other: Address): boolean {
  if (family(one) !== family(other) || size(one) !== size(other)) return false;
  return range(one).start / (size(one) * 2n) === range(other).start / (size(one) * 2n);
}
