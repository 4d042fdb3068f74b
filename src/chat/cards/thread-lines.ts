import type { RichTextBlock } from '@slack/types';
import { display } from '../../address/address.ts';
import type { AddressRecord, Episode } from '../../ledger/record.ts';
import type { Line } from '../../ledger/timeline.ts';
import { actor, bold, gap, lines, moment, type Piece, sentence, words } from './rich.ts';

/** What happened since the last time, as a reply in the card's thread: when, what, who, why. */
export function threadReply(
  { address }: AddressRecord,
  { thread }: Episode,
): { text: string; blocks: [RichTextBlock] } | undefined {
  if (!thread || thread.lines.length === 0) return undefined;
  const lost = thread.lost ?? 0;
  const before = lost > 0 ? [[gap(`${lost} more before: /aism history ${display(address)} tells them.`)]] : [];
  const count = thread.lines.length + lost;
  return {
    text: `What happened about ${display(address)}: ${count} ${count === 1 ? 'entry' : 'entries'}, the last: ${inWords(thread.lines.at(-1))}.`,
    blocks: [lines([...before, ...thread.lines.map(row)])],
  };
}

function row(line: Line): Piece[] {
  return [moment(line.at), gap('  '), bold(headOf(line)), ...who(line.actor), ...tail(line)];
}

/** What the firewall shows, told by AISM: its name would say nothing. */
const FIREWALL: Record<string, string> = {
  active: 'Denied by the firewall',
  waiting: 'No room in the firewall',
  failed: 'The firewall could not be changed',
  unusable: 'The firewall cannot deny it',
  lost: 'The Network ACL is gone',
  left: "The Network ACL is AISM's no longer",
  removed: 'Let through again by the firewall',
  drift: 'Drift',
};

const HEADS: Record<string, string> = {
  ...FIREWALL,
  block: 'Block',
  extend: 'Longer block',
  unblock: 'Unblock',
  expire: 'Block ended',
  'claim-ended': 'One reason ended',
  spread: 'Blocked in more places',
  ignore: 'Ignored',
  unignore: 'Ignored no longer',
  answer: 'Answered',
  unanswered: 'Nobody answered',
  refused: 'Block refused',
  propose: 'Proposed',
  approve: 'Approved',
  decline: 'Declined',
  withdraw: 'Taken back',
  lapse: 'Not approved',
  login: 'Successful log-in',
  adopt: 'Rule adopted',
  'would-block': 'Would have been blocked',
  'override-proposed': 'Override proposed',
  'override-lapsed': 'Override not approved',
  override: 'Override approved',
};

const DECIDED: Record<string, string> = { ask: 'asked', block: 'blocked', prolong: 'prolonged', ignore: 'only noted' };

function headOf({ kind, count, after }: Line): string {
  if (kind !== 'alert') return HEADS[kind] ?? kind;
  const decided = DECIDED[after];
  return `${count === 1 ? '1 alert' : `${count ?? ''} alerts`.trim()}${decided ? `, ${decided}` : ''}`;
}

function who(by: string): Piece[] {
  if (by === 'aism' || by === 'unknown') return [];
  const isKnown = /^(rule:|cli:)|^[UW][A-Z0-9_]+$/.test(by);
  return [gap(by.startsWith('rule:') ? ', ' : ' by '), ...(isKnown ? actor(by) : [words(by, 100)])];
}

/** Their heads say already what they led to. */
const SAID = new Set(['alert', 'removed', 'unblock', 'expire', 'unanswered']);

function tail({ kind, after, why }: Line): Piece[] {
  const isToTell = !SAID.has(kind) && after !== '';
  const [what, reason] = [isToTell ? [gap(' ('), ...sentence(after, 120), gap(')')] : [], sentence(why, 240)];
  return [...what, ...(reason.length > 0 ? [gap(': '), ...reason] : [])];
}

function inWords(line: Line | undefined): string {
  return line ? headOf(line).toLowerCase() : '';
}
