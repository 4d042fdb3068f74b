import { describe, expect, test } from 'vitest';
import { entriesMissing, planCopy, type WholeEntry } from '../../src/firewall/copy-entries.ts';
import { STARS } from '../support/whole-entries.ts';

function entry(ruleNumber: number, action: 'allow' | 'deny', more: Partial<WholeEntry> = {}): WholeEntry {
  return { ruleNumber, egress: false, action, protocol: '-1', cidr: '0.0.0.0/0', ...more };
}

const numbers = (entries: readonly WholeEntry[], quota = 20) =>
  planCopy([...entries, ...STARS], quota).entries.map((each) => each.ruleNumber);

describe('the inbound numbers of a copy', () => {
  test("stay as they are where AWS's own allows begin at 100", () => {
    expect(numbers([entry(100, 'allow'), entry(101, 'allow', { cidr: '::/0' })])).toEqual([100, 101]);
  });

  test('go up by 100 from the first allow on, and what denies before it stays', () => {
    const entries = [entry(5, 'deny'), entry(10, 'allow'), entry(20, 'deny'), entry(110, 'allow')];

    expect(numbers(entries)).toEqual([5, 110, 120, 210]);
    expect(planCopy(entries, 20)).toMatchObject({
      renumbered: [
        { from: 10, to: 110 },
        { from: 20, to: 120 },
        { from: 110, to: 210 },
      ],
      foreign: [5],
    });
  });

  test('stand closer at the end, where there are no higher ones', () => {
    const entries = [entry(99, 'allow'), entry(32_765, 'deny'), entry(32_766, 'allow')];

    expect(numbers(entries)).toEqual([199, 32_765, 32_766]);
  });

  test('are all free where nothing is allowed', () => {
    expect(numbers([entry(1, 'deny'), entry(150, 'deny')])).toEqual([1, 150]);
    expect(numbers([])).toEqual([]);
  });
});

describe('the room for AISM', () => {
  test('is what the quota leaves beside the inbound entries and both * entries', () => {
    const outbound = entry(7, 'allow', { egress: true });

    expect(planCopy([entry(100, 'allow'), outbound, ...STARS], 20)).toMatchObject({ inbound: 3, room: 17 });
    expect(planCopy([entry(100, 'allow'), ...STARS], 3).room).toBe(0);
    expect(planCopy([entry(100, 'allow'), ...STARS], 2).room).toBe(0);
  });
});

describe('entries that are missing', () => {
  test.each([
    { action: 'deny' as const },
    { egress: true },
    { protocol: '17' },
    { cidr: '203.0.113.0/24' },
    { ruleNumber: 101 },
    { ports: { from: 22, to: 23 } },
    { icmp: { type: 8, code: 0 } },
  ])('are those that differ in %j', (difference) => {
    const wanted = entry(100, 'allow', { protocol: '6', ports: { from: 22, to: 22 } });
    const other = { ...wanted, ...difference };
    if ('icmp' in difference) delete other.ports;

    expect(entriesMissing([wanted], [{ ...wanted }])).toEqual([]);
    expect(entriesMissing([wanted], [other])).toEqual([wanted]);
  });

  test('are never the * entries', () => {
    expect(entriesMissing(STARS, [])).toEqual([]);
  });
});
