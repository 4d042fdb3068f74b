import { describe, expect, test } from 'vitest';
import { type Guard, guardDoubt, guardedBecause, tooWide, tooWideForTwo } from '../../src/decision/guard.ts';
import { address } from '../support/address.ts';

const NOW = 1_000_000_000;
const DAY = 24 * 3_600_000;

const guard: Guard = {
  ranges: [
    { cidr: address('198.51.100.0/24'), why: 'range of vpc-1' },
    { cidr: address('203.0.113.80'), why: 'address of eni-1' },
    { cidr: address('2001:db8:1::/48'), why: 'listed under guard in aism.yml' },
  ],
  readAt: NOW,
};

describe('invariant 4: never blocked', () => {
  test.each([
    ['a guarded address', '203.0.113.80', '203.0.113.80 is never blocked: address of eni-1'],
    ['an address in a guarded range', '198.51.100.7', '198.51.100.0/24 is never blocked: range of vpc-1'],
    ['a part of a guarded range', '198.51.100.0/25', '198.51.100.0/24 is never blocked: range of vpc-1'],
    ['a range that contains a guarded address', '203.0.113.0/24', '203.0.113.80 is never blocked: address of eni-1'],
    ['the same of IPv6', '2001:db8:1:2::9', '2001:db8:1::/48 is never blocked: listed under guard in aism.yml'],
    ['a range around it', '2001:db8::/32', '2001:db8:1::/48 is never blocked: listed under guard in aism.yml'],
  ])('is %s', (_, text, why) => {
    expect(guardedBecause(guard, address(text))).toBe(why);
  });

  test.each(['127.0.0.1', '10.1.2.3', '192.168.0.0/24', '169.254.169.254', '100.64.1.1', '::1', 'fe80::1', 'fd00::1'])(
    'is %s, without any list',
    (text) => {
      expect(guardedBecause({ ranges: [], readAt: undefined }, address(text))).toMatch(/^it is in /);
    },
  );

  test.each([
    ['as IPv4 in IPv6', '::ffff:203.0.113.80'],
    ['behind NAT64', '64:ff9b::203.0.113.80'],
    ['as a 6to4 network', '2002:cb00:7150::/48'],
    ['as a 6to4 host', '2002:cb00:7150::1'],
  ])('is an address of ours %s', (_, text) => {
    expect(guardedBecause(guard, address(text))).toContain('203.0.113.80');
  });

  test('is a range that contains a private one', () => {
    expect(guardedBecause({ ranges: [], readAt: NOW }, address('10.0.0.0/7'))).toContain('it contains 10.0.0.0/8');
  });

  test.each(['203.0.113.81', '198.51.101.7', '192.0.2.0/24', '2001:db8:2::9', '8.8.8.8'])('is not %s', (text) => {
    expect(guardedBecause(guard, address(text))).toBeUndefined();
  });
});

describe('invariant 4: fail closed', () => {
  test('a list that was never read is in doubt', () => {
    expect(guardDoubt({ ranges: [], readAt: undefined }, NOW)).toBe('the never-block list could not be read yet');
  });

  test('a list of today is not', () => {
    expect(guardDoubt(guard, NOW)).toBeUndefined();
    expect(guardDoubt(guard, NOW + DAY)).toBeUndefined();
  });

  test('a list that is older than a day is', () => {
    expect(guardDoubt(guard, NOW + DAY + 1)).toBe('the never-block list is older than a day');
  });
});

describe('the widest range that one person may block', () => {
  test.each([
    [4, 24],
    [4, 32],
    [6, 48],
    [6, 128],
  ] as const)('of IPv%i may be a /%i', (family, prefix) => {
    expect(tooWide(family, prefix)).toBeUndefined();
  });

  test('of IPv4 is a /24, of IPv6 a /48', () => {
    expect(tooWide(4, 23)).toBe('a /23 is too wide: at most /24 for IPv4');
    expect(tooWide(6, 47)).toBe('a /47 is too wide: at most /48 for IPv6');
    expect(tooWide(6, 32)).toBe('a /32 is too wide: at most /48 for IPv6');
  });
});

test('the widest range that two people may block is a /16 of IPv4, a /32 of IPv6', () => {
  expect(tooWideForTwo(4, 16)).toBeUndefined();
  expect(tooWideForTwo(6, 32)).toBeUndefined();
  expect(tooWideForTwo(4, 15)).toBe('a /15 is too wide: at most /16 for IPv4');
  expect(tooWideForTwo(6, 31)).toBe('a /31 is too wide: at most /32 for IPv6');
});
