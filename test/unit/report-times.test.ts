import { describe, expect, test } from 'vitest';
import { nextReport, type ReportTimes } from '../../src/decision/report-times.ts';
import { readPolicyText } from '../../src/policy-file.ts';

const BERLIN: ReportTimes = { daily: '09:00', weekly: 'monday 09:00', zone: 'Europe/Berlin' };

/** The moments after another at which a report is due. */
function next(times: ReportTimes, kind: 'daily' | 'weekly', after: string, count = 1): string[] {
  const found: string[] = [];
  for (let at = Date.parse(after); found.length < count; ) {
    at = nextReport(times, kind, at) ?? Number.NaN;
    found.push(new Date(at).toISOString());
  }
  return found;
}

describe('a report comes at the same hour of the zone', () => {
  test('when the clocks go forward', () => {
    expect(next(BERLIN, 'daily', '2027-03-26T12:00:00Z', 3)).toEqual([
      '2027-03-27T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
      '2027-03-29T07:00:00.000Z',
    ]);
    expect(next(BERLIN, 'weekly', '2027-03-22T12:00:00Z', 2)).toEqual([
      '2027-03-29T07:00:00.000Z',
      '2027-04-05T07:00:00.000Z',
    ]);
  });

  test('when they go back', () => {
    expect(next(BERLIN, 'daily', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T08:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
    ]);
  });

  test('once on a day that lacks the hour, and once on a day that has it twice', () => {
    const night = { ...BERLIN, daily: '02:30' };

    expect(next(night, 'daily', '2027-03-27T12:00:00Z', 2)).toEqual([
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ]);
    expect(next(night, 'daily', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test.each([
    ['Asia/Kolkata', '2026-11-24T03:30:00.000Z'],
    ['Pacific/Auckland', '2026-11-24T20:00:00.000Z'],
    ['America/New_York', '2026-11-24T14:00:00.000Z'],
  ])('in %s', (zone, at) => {
    expect(next({ ...BERLIN, zone }, 'daily', '2026-11-24T00:00:00Z')).toEqual([at]);
  });
});

test('the moment itself is not after it', () => {
  expect(next(BERLIN, 'weekly', '2026-11-23T08:00:00Z')).toEqual(['2026-11-30T08:00:00.000Z']);
});

test('none is due where none is wanted', () => {
  const none = { daily: null, weekly: null, zone: 'UTC' };

  expect([nextReport(none, 'daily', 0), nextReport(none, 'weekly', 0)]).toEqual([undefined, undefined]);
});

describe('the policy file', () => {
  test.each(['daily: 9:5', 'daily: "24:00"', 'daily: 9am', 'weekly: 09:00', 'weekly: mo 09:00', 'zone: Mars/Base'])(
    'refuses %s',
    (line) => {
      expect(readPolicyText(`reports:\n  ${line}\n`)).toMatchObject({ ok: false });
    },
  );

  test.each(['daily: "09:00"', 'daily: 9:05', 'daily: never', 'weekly: sunday 23:59', 'zone: Europe/Berlin'])(
    'takes %s',
    (line) => {
      expect(readPolicyText(`reports:\n  ${line}\n`)).toMatchObject({ ok: true });
    },
  );
});
