import type { ActionsBlock, ConfirmationDialog, PlainTextOption } from '@slack/types';
import { display } from '../../address/address.ts';
import { isByTwo, isPinned } from '../../ledger/block.ts';
import { blockMark } from '../../ledger/block-mark.ts';
import type { AddressRecord, Episode } from '../../ledger/record.ts';
import { SELF_TEST_RULE } from '../../ledger/self-test-rule.ts';
import { cardValue, choiceValue } from '../card-value.ts';
import { ACTIONS } from '../ids.ts';
import type { CardState } from './card-state.ts';
import { isWide, reach } from './wide.ts';

/** What one can do about a card in its state: what is wanted most often first. */
export function cardButtons(record: AddressRecord, episode: Episode, state: CardState): ActionsBlock {
  const context = { record, episode, card: { address: record.address, episode: episode.id } };
  // A test is no attack: there is nobody to block, to ignore or to exempt.
  const makers =
    episode.rule === SELF_TEST_RULE ? ELEMENTS[state].filter((make) => OF_A_TEST.has(make)) : ELEMENTS[state];
  const elements = makers.flatMap((make) => make(context) ?? []);
  return { type: 'actions', block_id: `card-${episode.id}`, elements };
}

type Element = ActionsBlock['elements'][number];
interface Context {
  record: AddressRecord;
  episode: Episode;
  card: { address: AddressRecord['address']; episode: string };
}
/** Undefined where it would do nothing. */
type MakeElement = (context: Context) => Element | undefined;

const shown = ({ record, card }: Context) => cardValue({ ...card, asOf: blockMark(record) });

const block: MakeElement = (context) =>
  button(ACTIONS.block, 'Block 1 h', shown(context), { style: 'danger', ...wideConfirm(context, '1 h') });
const blockAgain: MakeElement = (context) =>
  button(ACTIONS.block, 'Block again 1 h', shown(context), wideConfirm(context, '1 h'));
const blockNow: MakeElement = (context) =>
  isPinned(context.record) ? undefined : button(ACTIONS.blockNow, 'Block now', shown(context), { style: 'danger' });
const ignore: MakeElement = (context) => button(ACTIONS.ignore, 'Ignore 1 h', shown(context));
const undo: MakeElement = (context) => button(ACTIONS.undo, 'Undo', shown(context));
const why: MakeElement = (context) => button(ACTIONS.why, 'Why', shown(context));
const extend: MakeElement = (context) =>
  mayBeExtended(context) ? button(ACTIONS.extend, 'Extend 24 h', asOfEnd(context)) : undefined;
const override: MakeElement = (context) => button(ACTIONS.override, 'Override…', shown(context));
const approve: MakeElement = (context) =>
  button(ACTIONS.approve, 'Approve', shown(context), {
    style: 'danger',
    confirm: dialog(
      `Block ${display(context.record.address)}?`,
      'It takes two people, and you are the second. Who proposed it and why stands on the card.',
      'Approve',
    ),
  });
const decline: MakeElement = (context) => button(ACTIONS.decline, 'Decline', shown(context));

/** Whoever chooses a wide or a long one sees it in a form first. */
const moreToAsk: MakeElement = (context) =>
  menu([
    isWide(context.record.address)
      ? choice('Block 24 h…', choiceValue('block-form', '24h', shown(context)))
      : choice('Block 24 h', choiceValue('block', '24h', shown(context))),
    choice('Block 7 d or other…', choiceValue('block-form', '7d', shown(context))),
    choice('Ignore 24 h', choiceValue('ignore', '24h', shown(context))),
    choice('Ignore…', choiceValue('scope', '-', shown(context))),
    choice('Allow…', choiceValue('allow', '-', shown(context))),
  ]);
const moreWhileBlocked: MakeElement = (context) =>
  menu([
    ...(mayBeExtended(context)
      ? [choice('Extend 7 d or other…', choiceValue('extend-form', '7d', asOfEnd(context)))]
      : []),
    choice('Allow…', choiceValue('allow', '-', shown(context))),
  ]);

const ELEMENTS: Record<CardState, MakeElement[]> = {
  ask: [block, ignore, why, moreToAsk],
  guarded: [why, override],
  proposed: [approve, decline, why],
  unapproved: [why],
  unanswered: [block, ignore, why, moreToAsk],
  ignored: [block, why, moreToAsk],
  pending: [undo, why],
  active: [undo, extend, why, moreWhileBlocked],
  waiting: [blockNow, undo, why],
  failed: [undo, why],
  lifting: [why],
  lifted: [blockAgain, why, moreToAsk],
  expired: [blockAgain, why, moreToAsk],
};

const OF_A_TEST: ReadonlySet<MakeElement> = new Set([undo, why]);

/** A block for good has no end to put off, and one that took two people ends as they said. */
function mayBeExtended({ record }: Context): boolean {
  return record.block !== undefined && record.block.until !== null && !isByTwo(record);
}

/** Extends what the card showed: of two clicks, or two people, the second finds another end. */
function asOfEnd({ record, card }: Context): string {
  return cardValue({ ...card, asOf: String(record.block?.until) });
}

function wideConfirm({ record: { address } }: Context, length: string): { confirm?: ConfirmationDialog } {
  if (!isWide(address)) return {};
  const text = `That denies ${reach(address)} for ${length}, also those that did nothing.`;
  return { confirm: dialog(`Block ${display(address)}?`, text, 'Block') };
}

function dialog(title: string, text: string, yes: string): ConfirmationDialog {
  return { title: words(title), text: words(text), confirm: words(yes), deny: words('Cancel'), style: 'danger' };
}

function button(
  id: string,
  text: string,
  value: string,
  look: { style?: 'danger'; confirm?: ConfirmationDialog } = {},
): Element {
  return { type: 'button', action_id: id, text: { ...words(text), emoji: true }, value, ...look };
}

function menu(options: PlainTextOption[]): Element {
  return { type: 'overflow', action_id: ACTIONS.more, options };
}

function choice(text: string, value: string) {
  return { text: { ...words(text), emoji: true }, value };
}

function words(text: string) {
  return { type: 'plain_text' as const, text };
}
