import { expect, test } from 'vitest';
import type { Action } from '../../src/ledger/record.ts';
import { judgeAutomatic } from '../../src/response/judge-automatic.ts';

/** Actions in the order given, each written `address kind actor`. */
function actions(...lines: string[]): Action[] {
  return lines.map((line, index) => {
    const [address = '', kind = '', actor = ''] = line.split(' ');
    return { id: `${index}`, at: index, kind, actor, address, before: '', after: '', why: '' };
  });
}

test('of what would have been blocked it is counted what people did in the end, each address once', () => {
  const { would, rules } = judgeAutomatic(
    actions(
      'a would-block rule:ssh',
      'b would-block rule:ssh',
      'c would-block rule:ssh',
      'd would-block rule:web',
      'e ignore U1',
      'e would-block rule:ssh',
      'a would-block rule:web',
      'a block U1',
      'b block U1',
      'b unblock U2',
      'c ignore U1',
      'd expire aism',
      'a would-block rule:ssh',
    ),
  );

  expect(would).toEqual({ addresses: 5, blocked: 1, ignored: 1, undone: 1, undecided: 2 });
  expect(rules).toEqual([
    {
      rule: 'ssh',
      automatic: 0,
      undone: 0,
      would: { addresses: 4, blocked: 1, ignored: 1, undone: 1, undecided: 1 },
    },
    { rule: 'web', automatic: 0, undone: 0, would: { addresses: 2, blocked: 1, ignored: 0, undone: 0, undecided: 1 } },
  ]);
});

test('an automatic block is wrong when a person undid it, not when it ended or another one was undone', () => {
  const { rules, would } = judgeAutomatic(
    actions(
      'a block rule:ssh',
      'b block rule:ssh',
      'a unblock U1',
      'b expire aism',
      'b block U1',
      'b unblock U1',
      'c block rule:web',
      'd block U1',
      'd unblock U1',
    ),
  );

  expect(rules.map(({ rule, automatic, undone }) => [rule, automatic, undone])).toEqual([
    ['ssh', 2, 1],
    ['web', 1, 0],
  ]);
  expect(would.addresses).toBe(0);
});
