import { formatDuration } from '../../decision/duration.ts';
import type { AddressRecord, Block, Episode } from '../../ledger/record.ts';
import { saySentence } from '../say-result.ts';
import type { CardState } from './card-state.ts';

/**
 * A card as one line of plain words, for a notification and for who hears the screen: what it is about, why, what one can
 * do. Without mentions, which would wake people again at every edit, and with lengths where the card itself has moments.
 */
export function cardInWords(
  { record, episode }: { record: AddressRecord; episode: Episode },
  { state, title, why }: { state: CardState; title: string; why: string },
): string {
  return [title, saySentence(why), WHAT_NOW[state](record, episode)].filter(Boolean).map(asSentence).join(' ');
}

/** Ends a text as a sentence, if it does not end already. */
export function asSentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}

/** How long a block lasts, in words. */
export function forHowLong({ since, until }: Pick<Block, 'since' | 'until'>): string {
  return until === null ? 'for good' : `for ${formatDuration(until - since)}`;
}

const WHAT_NOW: Record<CardState, (record: AddressRecord, episode: Episode) => string> = {
  ask: (_, { alerts, severity }) => `${alerts === 0 ? '' : `Severity ${severity}. `}Press Block or Ignore`,
  guarded: () => 'Nothing is blocked. Two people together may, with Override',
  proposed: () => 'Press Approve if you agree; one of the two must be a lead',
  unapproved: () => 'Nothing is blocked. It can be proposed anew',
  unanswered: () => 'Nothing is blocked, and nobody is asked any more. Block and Ignore still work',
  ignored: (_, { answer }) => `${answer ? `Its alerts are ${answer.what}` : ''}. Block still works`.replace(/^\. /, ''),
  pending: ({ block }) => `${wanted(block)}. Undo takes it back`,
  active: ({ block }) => `${block ? `Blocked ${forHowLong(block)}, ${byWhom(block)}` : ''}. Undo unblocks it`,
  waiting: ({ block }) => `${wanted(block)}. It is blocked as soon as a slot is free. Undo takes the wish back`,
  failed: ({ block }) => `${trouble(block)}AISM tries again every minute. Undo takes the wish back`,
  lifting: () => 'The firewall is being changed',
  lifted: ({ block }) => `${block?.ended ? `Unblocked ${by(block.ended.by)}. ` : ''}Block again still works`,
  expired: () => 'Its time was over. Block again still works',
};

function wanted(block: Block | undefined): string {
  return block ? `To be blocked ${forHowLong(block)}, ${byWhom(block)}` : 'To be blocked';
}

function byWhom(block: Block): string {
  return by(block.by);
}

function by(who: string): string {
  if (who.startsWith('rule:')) return 'automatically';
  return who === 'aism' ? 'by AISM' : 'by a person';
}

function trouble(block: Block | undefined): string {
  const notes = Object.values(block?.targets ?? {}).filter(({ state, note }) => state !== 'active' && note);
  const [first] = notes;
  return first?.note ? `${asSentence(saySentence(first.note))} ` : '';
}
