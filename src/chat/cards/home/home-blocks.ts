import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { display } from '../../../address/address.ts';
import { blockState, liveBlock } from '../../../ledger/block.ts';
import { blockMark } from '../../../ledger/block-mark.ts';
import type { AddressRecord, Block, BlockState } from '../../../ledger/record.ts';
import type { Overview } from '../../../response/overview.ts';
import { cardValue } from '../../card-value.ts';
import { ACTIONS } from '../../ids.ts';
import { sayActor, sayEnd } from '../../say-result.ts';
import { plain } from '../plain.ts';
import type { HomeLook } from './home-look.ts';
import { mrkdwn } from './mrkdwn.ts';

/** So many on a page: each takes two blocks. */
const PAGE = 35;

/** What wants attention first: what should be blocked and is not, then what is, then what only waits for room. */
const ORDER: readonly BlockState[] = ['failed', 'pending', 'active', 'waiting'];

/** One page of the live blocks, each with Undo. */
export function homeBlocks({ live, most }: Overview, look: HomeLook): KnownBlock[] {
  const sorted = live
    .flatMap((record) => {
      const block = liveBlock(record);
      return block ? [{ record, block, state: blockState(block) }] : [];
    })
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  if (sorted.length === 0) return [];
  const last = Math.ceil(sorted.length / PAGE) - 1;
  const page = Math.min(Math.max(look.page, 0), last);
  const shown = sorted.slice(page * PAGE, (page + 1) * PAGE);
  const count = live.length >= most.live ? `${sorted.length} or more` : `${sorted.length}`;
  const where = last > 0 ? `, ${page * PAGE + 1} to ${page * PAGE + shown.length}` : '';
  return [
    { type: 'divider' },
    mrkdwn(`*Blocked or to be blocked (${count}${where})*`),
    ...shown.flatMap(({ record, block, state }) => row(record, block, state, look)),
    ...turns(page, last),
  ];
}

function row(record: AddressRecord, block: Block, state: BlockState, { may, nameOf }: HomeLook): KnownBlock[] {
  const name = display(record.address);
  const notes = Object.entries(block.targets).flatMap(([id, { note }]) => (note ? [`${nameOf(id)}: ${note}`] : []));
  const head = `*${name}*  ${EMOJI[state] ?? ''} ${STATE_WORDS[state] ?? state}, ${sayEnd(block)}, by ${sayActor(block.by)}`;
  // May be others' words, and is only text here.
  const why = plain([block.why, ...notes].filter(Boolean).join(' · '), 250) || '-';
  return [
    { ...mrkdwn(head), ...(may.unblock ? { accessory: undo(name, record) } : {}) },
    { type: 'context', elements: [{ type: 'plain_text', text: why, emoji: false }] },
  ];
}

const STATE_WORDS: Partial<Record<BlockState, string>> = {
  active: 'blocked',
  pending: 'being blocked',
  waiting: 'waits for a slot',
  failed: 'NOT blocked',
};

const EMOJI: Partial<Record<BlockState, string>> = {
  active: ':no_entry:',
  pending: ':hourglass:',
  waiting: ':hourglass:',
  failed: ':warning:',
};

function undo(name: string, record: AddressRecord): Button {
  const words = (text: string) => ({ type: 'plain_text' as const, text });
  const told = 'Its rules go out of the Network ACL at once. For a while it is asked about, not blocked automatically.';
  return {
    type: 'button',
    action_id: ACTIONS.undo,
    text: words('Undo'),
    accessibility_label: `Unblock ${name}`,
    value: cardValue({ address: record.address, episode: 'home', asOf: blockMark(record) }),
    confirm: { title: words(`Unblock ${name}?`), text: words(told), confirm: words('Unblock'), deny: words('Cancel') },
  };
}

function turns(page: number, last: number): ActionsBlock[] {
  const button = (action_id: string, text: string, to: number): Button => {
    return { type: 'button', action_id, text: { type: 'plain_text', text }, value: String(to) };
  };
  const elements = [
    ...(page > 0 ? [button(ACTIONS.homeBack, 'Previous page', page - 1)] : []),
    ...(page < last ? [button(ACTIONS.homePage, 'Next page', page + 1)] : []),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}
