import { countOn, isOpen, touchCards } from '../ledger/episode.ts';
import { unfold } from '../ledger/folded.ts';
import { noteAction } from '../ledger/note-action.ts';
import type { AddressRecord } from '../ledger/record.ts';
import { shoutOn } from '../ledger/shout.ts';
import type { AttackerAlert } from './group-attackers.ts';

/**
 * Puts successful log-ins into the record: whoever logged in is asked about and never blocked automatically. They open no
 * card; a card that stands already shows them, and says so aloud when they come after an attack.
 */
export function rememberLogins(draft: AddressRecord, rule: string, group: readonly AttackerAlert[], now: number): void {
  const times = group.map(({ stored }) => Math.min(now, Date.parse(stored.alert.at)));
  const known = draft.logins;
  const count = group.reduce((total, { attacker }) => total + (attacker.weighs ?? 1), known?.count ?? 0);
  draft.logins = {
    count,
    first: Math.min(...times, known?.first ?? now),
    last: Math.max(...times, known?.last ?? 0),
  };
  noteAction(draft, {
    at: now,
    kind: 'login',
    actor: `rule:${rule}`,
    before: known ? loginsKnown(known.count) : '',
    after: loginsKnown(count),
    why: 'it is asked about, and not blocked automatically',
  });
  const open = draft.episodes.filter((each) => isOpen(draft, each, now));
  if (known) {
    for (const each of open) countOn(each, now);
    return;
  }
  for (const each of open) {
    // Among ten thousand in a storm's digest nobody would see the one who got in.
    unfold(each, now);
    shoutOn(draft, each, { kind: 'news', sentence: SHOUT, now });
  }
  touchCards(draft, now);
}

const SHOUT = 'It has logged in successfully.';

function loginsKnown(count: number): string {
  return `${count} successful ${count === 1 ? 'log-in' : 'log-ins'} known`;
}
