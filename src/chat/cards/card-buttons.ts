import type { ActionsBlock } from '@slack/types';
import type { AddressRecord, Episode } from '../../ledger/record.ts';
import { cardId } from '../../response/announcer.ts';
import { choiceValue } from '../card-value.ts';
import { ACTIONS } from '../ids.ts';
import type { CardState } from './card-state.ts';

/** What one can do about a card in its state; undefined when there is nothing. */
export function cardButtons(record: AddressRecord, episode: Episode, state: CardState): ActionsBlock | undefined {
  const card = cardId(record, episode);
  const elements = ELEMENTS[state].map((make) => make(card));
  return elements.length > 0 ? { type: 'actions', block_id: `card-${episode.id}`, elements } : undefined;
}

type Element = ActionsBlock['elements'][number];
type MakeElement = (card: string) => Element;

const block: MakeElement = (value) => button(ACTIONS.block, 'Block 1 h', value, 'danger');
const blockAgain: MakeElement = (value) => button(ACTIONS.block, 'Block again 1 h', value);
const ignore: MakeElement = (value) => button(ACTIONS.ignore, 'Ignore 1 h', value);
const undo: MakeElement = (value) => button(ACTIONS.undo, 'Undo', value);
const approve: MakeElement = (value) => button(ACTIONS.approve, 'Approve', value, 'danger');
const decline: MakeElement = (value) => button(ACTIONS.decline, 'Decline', value);
const more: MakeElement = (card) => ({
  type: 'overflow',
  action_id: ACTIONS.more,
  options: [
    choice('Block 24 h', choiceValue('block', '24h', card)),
    choice('Block 7 d', choiceValue('block', '7d', card)),
    choice('Ignore 24 h', choiceValue('ignore', '24h', card)),
    choice('Ignore 7 d', choiceValue('ignore', '7d', card)),
    choice('Ignore…', choiceValue('scope', '-', card)),
  ],
});

const ELEMENTS: Record<CardState, MakeElement[]> = {
  ask: [block, ignore, more],
  guarded: [ignore],
  proposed: [approve, decline],
  unapproved: [],
  unanswered: [block, ignore, more],
  ignored: [block],
  pending: [undo],
  active: [undo],
  waiting: [undo],
  failed: [undo],
  lifting: [],
  lifted: [blockAgain],
  expired: [blockAgain],
};

function button(id: string, text: string, value: string, style?: 'danger'): Element {
  const look = style ? { style } : {};
  return { type: 'button', action_id: id, text: { type: 'plain_text', text, emoji: true }, value, ...look };
}

function choice(text: string, value: string) {
  return { text: { type: 'plain_text' as const, text, emoji: true }, value };
}
