import { describe, expect, test } from 'vitest';
import { alertCard } from '../../src/chat/cards/alert-card.ts';
import { type CardState, cardState } from '../../src/chat/cards/card-state.ts';
import type { AddressRecord, Block, Episode, TargetState } from '../../src/ledger/record.ts';
import { episodeOf, recordOf } from '../support/record.ts';

const NOW = 1_795_500_000_000;
const HOUR = 3_600_000;
const ASK = '3 failed log-ins in 10 min. A person decides: it blocks by itself from 20';
const SEEN = '3 failed log-ins in 10 min';

function blockOf(state: TargetState['state'], more: Partial<Block> = {}): Block {
  const targets = { 'acl-1': { state, ruleNumbers: [] } };
  return { id: 'b', since: NOW, by: 'U1', why: SEEN, until: NOW + 4 * HOUR, severity: 'high', targets, ...more };
}

/** A card's story in one state, and its address's record. */
const STATES: Record<CardState, [Partial<Episode>, Partial<AddressRecord>?]> = {
  ask: [{}],
  guarded: [{ blockable: false }],
  proposed: [
    { reasons: ['two-people', 'guarded'], id: 'o' },
    {
      proposal: {
        ...{ by: 'U1', at: NOW, expires: NOW + 900_000, forMs: HOUR, why: 'test' },
        reasons: ['guarded'],
        episode: 'o',
      },
    },
  ],
  unapproved: [{ reasons: ['two-people', 'guarded'] }],
  unanswered: [{ status: 'unanswered' }],
  ignored: [{ status: 'ignored', answer: { by: 'U1', at: NOW, until: NOW + HOUR, what: 'ignored for 1 h' } }],
  pending: [{ status: 'blocked' }, { block: blockOf('pending') }],
  active: [{ status: 'blocked' }, { block: blockOf('active', { by: 'rule:ssh' }) }],
  waiting: [{ status: 'blocked' }, { block: blockOf('waiting') }],
  failed: [
    { status: 'blocked' },
    { block: blockOf('failed', { targets: { 'acl-1': { state: 'failed', ruleNumbers: [], note: 'EC2 says no' } } }) },
  ],
  lifting: [{ status: 'blocked' }, { block: blockOf('lifting', { ended: { as: 'lifted', at: NOW, by: 'U2' } }) }],
  lifted: [{ status: 'blocked' }, { block: blockOf('out', { ended: { as: 'lifted', at: NOW, by: 'U2' } }) }],
  expired: [{ status: 'blocked' }, { block: blockOf('out', { ended: { as: 'expired', at: NOW, by: 'aism' } }) }],
};

/** What a phone shows and a screen reader says. */
const WORDS: Record<CardState, string> = {
  ask: `Block 203.0.113.7? ${ASK}. Severity high. Press Block or Ignore.`,
  guarded: `203.0.113.7 attacks, but is never blocked. ${ASK}. Nothing is blocked. Two people together may, with Override.`,
  proposed: `Block 203.0.113.7 though it is never blocked? ${ASK}. Press Approve if you agree; one of the two must be a lead.`,
  unapproved: `203.0.113.7 is not blocked: nobody approved the override. ${ASK}. Nothing is blocked. It can be proposed anew.`,
  unanswered: `Nobody answered: block 203.0.113.7? ${ASK}. Nothing is blocked, and nobody is asked any more. Block and Ignore still work.`,
  ignored: `Ignored: 203.0.113.7. ${SEEN}. Its alerts are ignored for 1 h. Block still works.`,
  pending: `Blocking 203.0.113.7… ${SEEN}. To be blocked for 4 h, by a person. Undo takes it back.`,
  active: `Blocked 203.0.113.7. ${SEEN}. Blocked for 4 h, automatically. Undo unblocks it.`,
  waiting: `203.0.113.7 waits for a free slot, not blocked yet. ${SEEN}. To be blocked for 4 h, by a person. It is blocked as soon as a slot is free. Undo takes the wish back.`,
  failed: `203.0.113.7 is NOT blocked. ${SEEN}. EC2 says no. AISM tries again every minute. Undo takes the wish back.`,
  lifting: `Unblocking 203.0.113.7… ${SEEN}. The firewall is being changed.`,
  lifted: `Unblocked 203.0.113.7. ${SEEN}. Unblocked by a person. Block again still works.`,
  expired: `Block of 203.0.113.7 has ended. ${SEEN}. Its time was over. Block again still works.`,
};

const LOOK = { mode: 'live', nameOf: (target: string) => target } as const;

describe('a card in words', () => {
  test.each(Object.keys(STATES) as CardState[])(
    'in state %s says what it is about, why, and what one can do',
    (state) => {
      const [story, known] = STATES[state];
      const episode = episodeOf('1-0', NOW, { sentence: ASK, seen: SEEN, ...story });
      const record = recordOf('203.0.113.7', { episodes: [episode], ...known });
      expect(cardState(record, episode)).toBe(state);

      const { text } = alertCard(record, episode, LOOK);

      expect(text).toBe(WORDS[state]);
      // Emoji are read out by their names, and a mention would wake people at each edit.
      expect(text).not.toMatch(/:\w+:|<[@!]|\n/);
    },
  );

  test("in none is the attacker's text more than text", () => {
    const episode = episodeOf('1-0', NOW, { sentence: '<!channel> <https://evil.example|x>', seen: '<@U1>' });

    const { text } = alertCard(recordOf('203.0.113.7', { episodes: [episode] }), episode, LOOK);

    expect(text).toContain('&lt;!channel&gt;');
    expect(text).not.toMatch(/<[!@h]/);
  });
});
