import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/decision/duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('reading a duration', () => {
  test.each([
    ['90s', 90 * SECOND],
    ['30m', 30 * MINUTE],
    ['4h', 4 * HOUR],
    ['7d', 7 * DAY],
    ['2w', 14 * DAY],
    ['1d12h', 36 * HOUR],
    ['1 d 12 h', 36 * HOUR],
    ['1.5h', 90 * MINUTE],
    ['  4H ', 4 * HOUR],
    ['2 hours', 2 * HOUR],
    ['30min', 30 * MINUTE],
    ['0s', 0],
    ['10y', 3652.5 * DAY],
  ])('takes %s', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, ms });
  });

  test.each([
    '',
    ' ',
    '4',
    'h',
    'h4',
    '1h30',
    '-4h',
    '1,5h',
    '4x',
    '1d4x',
    '4hh',
    '1e3h',
    'two days',
    '4h;',
    '４h',
    '1.h',
  ])('refuses %j and says what to write', (text) => {
    expect(parseDuration(text)).toEqual({
      ok: false,
      why: `"${text}" is no duration; write 30m, 4h or 7d`,
    });
  });

  test.each(['11y', '3653d', '99999999999999999999d'])('refuses %s, which is too long', (text) => {
    expect(parseDuration(text)).toEqual({ ok: false, why: `"${text}" is longer than ten years` });
  });

  test('refuses ten thousand characters in few words', () => {
    for (const text of ['1'.repeat(10_000), '1h'.repeat(5000), 'a'.repeat(10_000), `${'1 h '.repeat(2500)}!`]) {
      const parsed = parseDuration(text);

      expect(parsed.ok).toBe(false);
      expect(parsed.ok ? '' : parsed.why).toMatch(/^.{1,120}$/);
    }
  });

  test('reads what it says itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 - 1 }), (minutes) => {
        expect(parseDuration(formatDuration(minutes * MINUTE))).toEqual({ ok: true, ms: minutes * MINUTE });
      }),
    );
  });
});

describe('saying a duration', () => {
  test.each([
    [0, '0 s'],
    [-5 * HOUR, '0 s'],
    [499, '0 s'],
    [500, '1 s'],
    [59_600, '1 min'],
    [90 * SECOND, '1 min 30 s'],
    [HOUR, '1 h'],
    [HOUR + 59 * SECOND, '1 h'],
    [4 * HOUR + 5 * MINUTE, '4 h 5 min'],
    [DAY + 30 * MINUTE, '1 d'],
    [36 * HOUR, '1 d 12 h'],
    [400 * DAY, '400 d'],
  ])('of %i ms: %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
