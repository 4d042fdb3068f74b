import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { type Address, display, parseAddress, range, specialPurpose } from '../../src/address/address.ts';
import { specialPurposeRanges } from '../../src/address/special-purpose-ranges.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.address;
}

test.each([
  ['127.0.0.1', 'it is in 127.0.0.0/8, loopback (RFC 1122)'],
  ['10.0.0.8', 'it is in 10.0.0.0/8, private use (RFC 1918)'],
  ['172.31.255.255', 'it is in 172.16.0.0/12, private use (RFC 1918)'],
  ['192.168.1.0/24', 'it is in 192.168.0.0/16, private use (RFC 1918)'],
  ['0.0.0.0', 'it is in 0.0.0.0/8, "this network" (RFC 791)'],
  ['169.254.169.254', 'it is in 169.254.0.0/16, link-local (RFC 3927)'],
  ['100.64.0.1', 'it is in 100.64.0.0/10, shared address space of carriers (RFC 6598)'],
  ['192.0.0.9', 'it is in 192.0.0.9/32, port control protocol anycast (RFC 7723)'],
  ['192.0.0.100', 'it is in 192.0.0.0/24, IETF protocol assignments (RFC 6890)'],
  ['239.1.2.3', 'it is in 224.0.0.0/4, multicast (RFC 5771)'],
  ['241.0.0.1', 'it is in 240.0.0.0/4, reserved (RFC 1112)'],
  ['255.255.255.255', 'it is in 255.255.255.255/32, limited broadcast (RFC 919)'],
  ['::ffff:127.0.0.1', 'it is in 127.0.0.0/8, loopback (RFC 1122)'],
  ['::1', 'it is in ::1/128, loopback (RFC 4291)'],
  ['::', 'it is in ::/128, the unspecified address (RFC 4291)'],
  ['fe80::1', 'it is in fe80::/10, link-local (RFC 4291)'],
  ['fd00::1', 'it is in fc00::/7, unique local (RFC 4193)'],
  ['ff02::1', 'it is in ff00::/8, multicast (RFC 4291)'],
  ['2001:0:1::1', 'it is in 2001::/32, Teredo (RFC 4380)'],
])('%s is special: %s', (text, reason) => {
  expect(specialPurpose(address(text))).toBe(reason);
});

test.each([
  '203.0.113.9',
  '198.51.100.0/24',
  '192.0.2.1',
  '2001:db8::1',
  '2001:db8::/32',
  '3fff::1',
  '8.8.8.8',
  '172.32.0.1',
  '11.0.0.0/8',
  '2606:4700::1111',
])('%s is ordinary', (text) => {
  expect(specialPurpose(address(text))).toBeUndefined();
});

test.each([
  ['64:ff9b::a00:1', 'it carries 10.0.0.1, and it is in 10.0.0.0/8'],
  ['64:ff9b::203.0.113.9', 'NAT64 translation (RFC 6052); it carries 203.0.113.9'],
  ['2002:a00:1::1', 'it carries 10.0.0.1, and it is in 10.0.0.0/8'],
  ['2002:cb00:7109::/48', '6to4 (RFC 3056); it carries 203.0.113.9'],
  ['::10.0.0.1', 'it carries 10.0.0.1, and it is in 10.0.0.0/8'],
  ['::203.0.113.9', 'it carries 203.0.113.9'],
])('%s is judged by the IPv4 address in it too', (text, reason) => {
  expect(specialPurpose(address(text))).toContain(reason);
});

test.each([
  ['10.0.0.0/7', 'it contains 10.0.0.0/8, private use (RFC 1918)'],
  ['128.0.0.0/1', 'it contains 169.254.0.0/16, link-local (RFC 3927)'],
  ['64:ff9b::/64', 'it contains 64:ff9b::/96, NAT64 translation (RFC 6052)'],
  ['::ffff:0:0/80', 'it contains ::/128'],
  ['2001::/16', 'it contains 2001::/32'],
])('a block that contains a special range is special: %s', (text, reason) => {
  expect(specialPurpose(address(text))).toContain(reason);
});

test('the first and the last address of each range are special, the documentation ranges never', () => {
  const documentation = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'];
  for (const [block] of specialPurposeRanges.filter(([text]) => text !== '::ffff:0:0/96')) {
    expect(specialPurpose(address(block))).toBeDefined();
    for (const at of [range(address(block)).start, range(address(block)).end]) {
      expect(specialPurpose(address(toText(at, block.includes(':'))))).toBeDefined();
    }
  }
  for (const block of documentation) expect(specialPurpose(address(block))).toBeUndefined();
});

test('agrees with the ranges of ipaddr.js, apart from what that library leaves out', () => {
  const leftOut = ['::/96', '100:0:0:1::/64'].map((text) => range(address(text)));
  const documentation = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map(
    address,
  );
  const edges = specialPurposeRanges
    .filter(([text]) => text !== '::ffff:0:0/96')
    .flatMap(([text]) => {
      const { start, end } = range(address(text));
      return [start - 1n, start, end, end + 1n].map((at) => ({ at, six: text.includes(':') }));
    })
    .filter(({ at, six }) => at >= 0n && at < 1n << (six ? 128n : 32n))
    .map(({ at, six }) => toText(at, six));

  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...edges), fc.ipV4(), fc.ipV6()), (text) => {
      const parsed = parseAddress(text);
      fc.pre(parsed.ok);
      if (!parsed.ok) return;
      const { start } = range(parsed.address);
      fc.pre(!parsed.address.includes(':') || !leftOut.some((gap) => gap.start <= start && start <= gap.end));
      const isDocumentation = documentation.some(
        (block) =>
          block.includes(':') === parsed.address.includes(':') &&
          range(block).start <= start &&
          start <= range(block).end,
      );

      const theirs = ipaddr.parse(display(parsed.address)).range() !== 'unicast' && !isDocumentation;

      expect(specialPurpose(parsed.address) !== undefined).toBe(theirs);
    }),
    { numRuns: 3000 },
  );
});

function toText(at: bigint, six: boolean): string {
  if (!six) return [24n, 16n, 8n, 0n].map((shift) => (at >> shift) & 0xffn).join('.');
  return Array.from({ length: 8 }, (_, index) => ((at >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
}
