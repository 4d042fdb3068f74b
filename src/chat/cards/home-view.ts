import type { HomeView, KnownBlock } from '@slack/types';
import { display } from '../../address/address.ts';
import type { Mode } from '../../decision/decide.ts';
import { blockState, liveBlock } from '../../ledger/block.ts';
import type { AddressRecord } from '../../ledger/record.ts';
import { ACTIONS } from '../ids.ts';
import { actor, bold, gap, lines, moment, type Piece, words } from './rich.ts';

/** A view holds at most 100 blocks; each address takes two. */
const MOST = 45;

/** App Home: what is blocked or waits, with Undo, and the mode. `answer` (mrkdwn) is told first. */
export function homeView(
  records: readonly AddressRecord[],
  facts: { mode: Mode; targets: readonly string[] },
  answer?: string,
): HomeView {
  const shown = records.slice(0, MOST);
  const more = records.length > MOST ? [lines([[gap(`… and ${records.length - MOST} more: /aism list`)]])] : [];
  const told: KnownBlock[] = answer ? [{ type: 'section', text: { type: 'mrkdwn', text: answer } }] : [];
  return {
    type: 'home',
    blocks: [
      ...told,
      { type: 'header', text: { type: 'plain_text', text: `${records.length || 'Nothing'} blocked or waiting` } },
      lines([
        [bold('Mode  '), gap(MODE_WORDS[facts.mode])],
        [bold('Network ACLs  '), words(facts.targets.join(', '))],
      ]),
      { type: 'divider' },
      ...shown.flatMap(blockRow),
      ...more,
    ],
  };
}

const MODE_WORDS: Record<Mode, string> = {
  shadow: 'shadow: nothing is really changed',
  ask: "ask: people's blocks are real, nothing is automatic",
  live: 'live: over the threshold AISM blocks by itself',
};

function blockRow(record: AddressRecord): KnownBlock[] {
  const block = liveBlock(record);
  if (!block) return [];
  const end: Piece[] = block.until === null ? [gap('for good')] : [gap('until '), moment(block.until)];
  return [
    lines([
      [bold(display(record.address)), gap(`  ${blockState(block)} `), ...end, gap(', by '), ...actor(block.by)],
      [words(block.why)],
    ]),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: ACTIONS.undo,
          text: { type: 'plain_text', text: `Undo ${display(record.address)}` },
          value: `${record.address}|home`,
        },
      ],
    },
  ];
}
