import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlaps } from '../../src/address/address.ts';
import { type AllowEntry, allowedBecause, entryFor } from '../../src/decision/allowlist.ts';
import { snoozeFor } from '../../src/decision/snooze.ts';
import { address as addressOf } from '../support/address.ts';

const NOW = 1000;
const entry = (cidr: string, until: number | null = null): AllowEntry => ({
  ...{ cidr: addressOf(cidr), by: 'U1', at: 0, until, why: 'our scanner' },
});

describe('the allowlist', () => {
  test('holds for what it covers and for what covers it, until it ends', () => {
    const entries = [entry('203.0.113.16/28'), entry('198.51.100.1/32', NOW)];

    expect(allowedBecause(entries, addressOf('203.0.113.17/32'), NOW)).toBe(
      '203.0.113.16/28 is on the allowlist: our scanner',
    );
    expect(entryFor(entries, addressOf('203.0.113.0/24'), NOW)).toBe(entries[0]);
    expect(allowedBecause(entries, addressOf('203.0.113.32/32'), NOW)).toBeUndefined();
    expect(allowedBecause(entries, addressOf('198.51.100.1/32'), NOW)).toBeUndefined();
    expect(allowedBecause(entries, addressOf('198.51.100.1/32'), NOW - 1)).toBeDefined();
  });

  test('matches both ways, whatever the ranges', () => {
    const range = fc
      .tuple(fc.nat(255), fc.integer({ min: 16, max: 32 }))
      .map(([last, length]) => addressOf(`203.0.113.${length === 32 ? last : 0}/${length === 32 ? 32 : 24}`));
    fc.assert(
      fc.property(range, range, (allowed, asked) => {
        expect(entryFor([{ ...entry('203.0.113.1/32'), cidr: allowed }], asked, NOW) !== undefined).toBe(
          overlaps(allowed, asked),
        );
      }),
    );
  });
});

describe('a snooze', () => {
  const ofRule = { rule: 'ssh', until: 3000, by: 'U2', at: 0 };

  test('of the rule and address, of the address, or of the rule; the longest counts', () => {
    expect(snoozeFor('ssh', [{ rule: 'ssh', until: 2000, by: 'U1' }], [], NOW)).toMatchObject({ scope: 'this' });
    expect(snoozeFor('ftp', [{ until: 2000, by: 'U1' }], [ofRule], NOW)).toMatchObject({ scope: 'address' });
    expect(snoozeFor('ssh', [{ until: 2000, by: 'U1' }], [ofRule], NOW)).toEqual({
      scope: 'rule',
      until: 3000,
      by: 'U2',
    });
  });

  test('of another rule, or one that is over, is none', () => {
    expect(
      snoozeFor(
        'ssh',
        [
          { rule: 'ftp', until: 2000, by: 'U1' },
          { until: NOW, by: 'U1' },
        ],
        [],
        NOW,
      ),
    ).toBeUndefined();
  });
});
