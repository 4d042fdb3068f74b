import { expect, test } from 'vitest';
import { warnOfNobody } from '../../src/warn-nobody.ts';

function warned(analysts: string[], leads: string[]): string[] {
  const said: string[] = [];
  warnOfNobody({ analysts, leads }, { warn: (_: object, message: string) => void said.push(message) });
  return said;
}

test('a start with nobody on both lists says so loudly', () => {
  expect(warned([], [])).toEqual([expect.stringMatching(/^NOBODY MAY BLOCK: .*every click is refused$/)]);
});

test('a start without a lead says what nobody may approve', () => {
  expect(warned(['U1'], [])).toEqual([expect.stringContaining('AISM_LEADS is empty')]);
});

test('a start with a lead says nothing', () => {
  expect(warned([], ['U1'])).toEqual([]);
  expect(warned(['U1'], ['S1'])).toEqual([]);
});
