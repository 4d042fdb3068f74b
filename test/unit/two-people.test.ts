import { describe, expect, test } from 'vitest';
import type { Guard } from '../../src/decision/guard.ts';
import { takesTwo, whyTwo } from '../../src/decision/two-people.ts';
import { address } from '../support/address.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const guard: Guard = { ranges: [{ cidr: address('198.51.100.7'), why: 'ours' }], readAt: NOW };
const unread: Guard = { ranges: [], readAt: undefined };

const why = (cidr: string, forMs: number | null = HOUR, known = guard) => {
  const two = whyTwo(known, { address: address(cidr), forMs }, NOW);
  return two.kind === 'two' ? two.reasons : two.kind;
};

describe('a block takes two', () => {
  test.each<[string, number | null, unknown]>([
    ['203.0.113.9', HOUR, []],
    ['203.0.113.0/24', HOUR, []],
    ['203.0.112.0/23', HOUR, ['wide']],
    ['2001:db8::/47', HOUR, ['wide']],
    ['203.0.113.9', null, ['permanent']],
    ['203.0.0.0/16', null, ['wide', 'permanent']],
    ['198.51.100.7', HOUR, ['guarded']],
    ['198.51.100.0/24', HOUR, ['guarded']],
  ])('(%s for %s ms) for %j', (cidr, forMs, reasons) => {
    expect(why(cidr, forMs)).toEqual(reasons);
    const isGuarded = Array.isArray(reasons) && reasons.includes('guarded');
    expect(takesTwo({ address: address(cidr), forMs })).toBe(!isGuarded && (reasons as string[]).length > 0);
  });

  test.each<[string, number | null, string]>([
    ['203.0.0.0/15', HOUR, 'too-wide'],
    ['198.51.0.0/16', HOUR, 'guarded'],
    ['198.51.100.7', null, 'never-for-good'],
  ])('and not even two may: %s for %s ms, %s', (cidr, forMs, kind) => {
    expect(why(cidr, forMs)).toBe(kind);
  });

  test('and a wide range waits until the never-block list is known; a small one does not', () => {
    expect(why('203.0.0.0/16', HOUR, unread)).toBe('in-doubt');
    expect(why('203.0.113.9', null, unread)).toEqual(['permanent']);
  });
});
