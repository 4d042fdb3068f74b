import { expect, test } from 'vitest';
import type { AddressRecord, Episode } from '../../src/ledger/record.ts';
import { rememberLogins } from '../../src/response/remember-logins.ts';
import { newEpisode } from '../../src/response/tell-episode.ts';
import { alertOf } from '../support/alert.ts';
import { recordOf } from '../support/record.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');

function login(draft: AddressRecord, now: number): void {
  const alert = alertOf('login', { at: new Date(now).toISOString() });
  const stored = { key: 'login', alert, receivedAt: now, tries: 0 };
  rememberLogins(draft, 'ssh-login', [{ stored, attacker: { address: draft.address } }], now);
}

/** What Slack took of the card. */
function show(card: Episode): void {
  card.shown = card.revision;
}

test('a card shows the first log-in at once, and the many of an office like other numbers, seldom', () => {
  const draft = recordOf('203.0.113.9');
  const card = { ...newEpisode(draft, 'ssh', 'high', { clock: { now: () => NOW }, channel: 'C1' }), ts: '1.1' };
  draft.episodes.push(card);

  login(draft, NOW);
  expect(card).toMatchObject({ sayAt: NOW, revision: 1, shout: { isTried: false } });
  show(card);

  login(draft, NOW + 1000);
  login(draft, NOW + 2000);
  expect(card).toMatchObject({ sayAt: NOW + 46_000, revision: 3 });
  show(card);

  login(draft, NOW + 60_000);
  expect(card).toMatchObject({ sayAt: NOW + 105_000, revision: 4 });
});
