import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Copy, planCopy, type WholeEntry } from '../../src/firewall/copy-entries.ts';
import { STARS, verdict, wholeAcls, wholePackets } from '../support/whole-entries.ts';

/** The same worlds each time: a red build is a change's doing. */
const RUNS = { numRuns: 1000, seed: 20_161_124 };

const inbound = (entries: readonly WholeEntry[]) => entries.filter((entry) => !entry.egress);
const outbound = (entries: readonly WholeEntry[]) => entries.filter((entry) => entry.egress);
const byNumber = (entries: readonly WholeEntry[]) => [...entries].sort((a, b) => a.ruleNumber - b.ruleNumber);
const withoutNumber = ({ ruleNumber, ...rest }: WholeEntry) => rest;
const withoutStars = (entries: readonly WholeEntry[]) => entries.filter((entry) => entry.ruleNumber <= 32_766);

function always(what: string, holds: (acl: WholeEntry[], copy: Copy) => void): void {
  test(what, () =>
    fc.assert(
      fc.property(wholeAcls, (acl) => holds(acl, planCopy(acl, 40))),
      RUNS,
    ),
  );
}

describe('a copy of a Network ACL', () => {
  test('does with every packet what the original does', () => {
    const packets = fc.array(wholePackets, { minLength: 20, maxLength: 20 });

    fc.assert(
      fc.property(wholeAcls, packets, (acl, some) => {
        const copy = [...planCopy(acl, 40).entries, ...STARS];
        expect(some.map((packet) => verdict(copy, packet))).toEqual(some.map((packet) => verdict(acl, packet)));
      }),
      RUNS,
    );
  });

  always('has the entries of the original in their order, and no other', (acl, { entries }) => {
    for (const side of [inbound, outbound]) {
      const original = byNumber(withoutStars(side(acl)));
      expect(byNumber(side(entries)).map(withoutNumber)).toEqual(original.map(withoutNumber));
    }
  });

  always('has every inbound allow at 100 or above', (_acl, { entries }) => {
    expect(inbound(entries).filter((entry) => entry.action === 'allow' && entry.ruleNumber < 100)).toEqual([]);
  });

  always('has numbers that EC2 takes, each once per direction', (_acl, { entries }) => {
    for (const side of [inbound, outbound]) {
      const numbers = side(entries).map((entry) => entry.ruleNumber);
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const number of numbers) expect(number >= 1 && number <= 32_766).toBe(true);
    }
  });

  always(
    'leaves outbound numbers alone, and inbound ones where no allow is below 100',
    (acl, { entries, renumbered }) => {
      expect(outbound(entries)).toEqual(byNumber(withoutStars(outbound(acl))));
      const isLow = inbound(acl).some((entry) => entry.action === 'allow' && entry.ruleNumber < 100);
      expect(renumbered.length > 0).toBe(isLow);
    },
  );

  always('copied once more is as it is', (_acl, { entries }) => {
    expect(planCopy([...entries, ...STARS], 40)).toMatchObject({ entries, renumbered: [] });
  });

  always('names every inbound number below 100, and counts the room beside them', (acl, copy) => {
    const low = inbound(copy.entries).map((entry) => entry.ruleNumber);
    expect(copy.foreign).toEqual(low.filter((number) => number < 100));
    expect(copy.inbound).toBe(inbound(acl).length);
    expect(copy.room).toBe(Math.max(0, Math.min(40 - copy.inbound, 99 - copy.foreign.length)));
  });
});
