import { describe, expect, test } from 'vitest';
import { cardButtons } from '../../src/chat/cards/card-buttons.ts';
import type { CardState } from '../../src/chat/cards/card-state.ts';
import type { AddressRecord, Block, Episode } from '../../src/ledger/record.ts';
import { SELF_TEST_RULE } from '../../src/ledger/self-test-rule.ts';
import { blockProblems } from '../../src/sandbox/slack/block-kit/check-blocks.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;

const blockBy = (by: string, more: Partial<Block> = {}): Block => ({
  id: '203.0.113.9/32@7',
  since: NOW,
  by,
  why: 'scans',
  until: NOW + 3_600_000,
  severity: 'high',
  targets: {},
  ...more,
});
const claimBy = (by: string) => ({ id: '7.0', by, scopes: ['all'], from: NOW, until: NOW + 3_600_000, why: 'scans' });
const automatic = { block: blockBy('rule:ssh'), claims: [claimBy('rule:ssh')] };

/** Label, and where it is not the label's first word: what it asks before. */
function shownOf(
  state: CardState,
  more: Partial<AddressRecord> = {},
  cidr = '203.0.113.9/32',
  story: Partial<Episode> = {},
) {
  const { elements } = cardButtons(recordOf(cidr, more), episodeOf('1-0', NOW, story), state);
  return JSON.parse(JSON.stringify(elements)).map(
    (element: { type: string; text: { text: string }; options?: Array<{ text: { text: string } }> }) =>
      element.options ? element.options.map((option) => option.text.text) : element.text.text,
  );
}

const MENU = ['Block 24 h', 'Block 7 d or other…', 'Ignore 24 h', 'Ignore…', 'Allow…'];

describe('the buttons of a card', () => {
  test.each<[CardState, unknown[], Partial<AddressRecord>]>([
    ['ask', ['Block 1 h', 'Ignore 1 h', 'Why', MENU], {}],
    ['guarded', ['Why', 'Override…'], {}],
    ['proposed', ['Approve', 'Decline', 'Why'], {}],
    ['unapproved', ['Why'], {}],
    ['unanswered', ['Block 1 h', 'Ignore 1 h', 'Why', MENU], {}],
    ['ignored', ['Block 1 h', 'Why', MENU], {}],
    ['pending', ['Undo', 'Why'], automatic],
    ['active', ['Undo', 'Extend 24 h', 'Why', ['Extend 7 d or other…', 'Allow…']], automatic],
    ['waiting', ['Block now', 'Undo', 'Why'], automatic],
    ['failed', ['Undo', 'Why'], automatic],
    ['lifting', ['Why'], automatic],
    ['lifted', ['Block again 1 h', 'Why', MENU], automatic],
    ['expired', ['Block again 1 h', 'Why', MENU], automatic],
  ])('%s: %j', (state, shown, more) => {
    expect(shownOf(state, more)).toEqual(shown);
  });

  test.each<[CardState, string[]]>([
    ['ask', ['Why']],
    ['active', ['Undo', 'Why']],
    ['waiting', ['Undo', 'Why']],
    ['lifted', ['Why']],
    ['expired', ['Why']],
  ])('of a test, where nobody attacks, %s: %j', (state, shown) => {
    expect(shownOf(state, automatic, '192.0.2.1/32', { rule: SELF_TEST_RULE })).toEqual(shown);
  });

  test('a block for good, or by an override, is not extended; one that a person wants waits as it is', () => {
    const overridden = {
      ...claimBy('U1'),
      approved: { by: ['U1', 'U2'] as [string, string], reasons: ['guarded' as const] },
    };
    const fixed = ['Undo', 'Why', ['Allow…']];

    expect(shownOf('active', { ...automatic, block: blockBy('U1', { until: null }) })).toEqual(fixed);
    expect(shownOf('active', { ...automatic, claims: [overridden] })).toEqual(fixed);
    expect(shownOf('waiting', { block: blockBy('U1'), claims: [claimBy('U1')] })).toEqual(['Undo', 'Why']);
  });

  test.each([
    ['203.0.113.0/24', '256 addresses'],
    ['2001:db8::/48', '65,536 networks'],
  ])('%s is blocked only after a question that says how many it hits, or by a form', (cidr, many) => {
    const text = JSON.stringify(cardButtons(recordOf(cidr), episodeOf('1-0', NOW), 'ask'));

    expect(text).toContain(`That denies ${many} for 1 h`);
    expect(shownOf('ask', {}, cidr)[3][0]).toBe('Block 24 h…');
    expect(text).toContain('"value":"block-form|24h|');
  });

  test.each(['203.0.113.9/32', '2001:db8:0:7::/64'])('one machine, %s, is blocked by one tap', (cidr) => {
    expect(JSON.stringify(cardButtons(recordOf(cidr), episodeOf('1-0', NOW), 'ask'))).not.toContain('confirm');
  });

  test.each(['ask', 'active', 'waiting', 'guarded', 'proposed', 'expired'] as const)(
    'Slack takes those of %s',
    (state) => {
      const long = episodeOf('123456-12', NOW);
      const record = recordOf('2001:db8:1234:5678:9abc:def0:1234:5678/128', automatic);

      expect(blockProblems([cardButtons(record, long, state)])).toEqual([]);
    },
  );
});
