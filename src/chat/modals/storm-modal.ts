import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import { display } from '../../address/address.ts';
import { blockMark } from '../../ledger/block-mark.ts';
import { foldedState } from '../../ledger/folded.ts';
import { cardId } from '../../response/announcer.ts';
import type { StormPage, StormRow } from '../../response/storm-page.ts';
import { cardValue } from '../card-value.ts';
import { plain } from '../cards/plain.ts';
import { grouped, STATE_WORDS } from '../cards/storm-card.ts';
import { ACTIONS, VIEWS } from '../ids.ts';

/** How many attackers one page shows: a phone scrolls through so many. */
export const PAGE_ROWS = 15;

/** Which page a modal shows; carried by the modal itself, so that any process can answer. */
export interface PageOf {
  storm: string;
  source: string;
  /** Counted from 1. */
  number: number;
  after?: string | undefined;
  before?: string | undefined;
}

/** What shows at once: Slack gives three seconds to open it. */
export function stormSkeleton(page: PageOf): ModalView {
  return frame(page, [section('Reading the ledger…')]);
}

/** In the rows' place, when they cannot be shown. */
export function stormTrouble(page: PageOf, why: string): ModalView {
  return frame(page, [section(why)]);
}

/** One page of a storm's attackers, the most events first; `answer` (mrkdwn) tells first what came of a click. */
export function stormRows(page: PageOf, found: StormPage, answer?: string): ModalView {
  const { rows, all, next, previous } = found;
  const first = (page.number - 1) * PAGE_ROWS + 1;
  const last = first + rows.length - 1;
  const of = all >= last ? ` of ${grouped(all)}` : '';
  const head =
    rows.length > 0
      ? `${grouped(first)} to ${grouped(last)}${of}, the most events first.`
      : 'No more attackers are in this storm: since then they got cards of their own.';
  const told: KnownBlock[] = answer ? [{ type: 'section', text: { type: 'mrkdwn', text: answer } }] : [];
  const turns = [
    ...(previous === undefined ? [] : [turn('Previous', `before|${page.number - 1}|${previous}`)]),
    ...(next === undefined ? [] : [turn('Next', `after|${page.number + 1}|${next}`)]),
  ];
  const paging: KnownBlock[] = turns.length > 0 ? [{ type: 'actions', block_id: 'pages', elements: turns }] : [];
  return frame(page, [...told, section(head), ...rows.map(rowOf), ...paging]);
}

/** What a page button carries. */
export function readTurn(value: string): Pick<PageOf, 'number' | 'after' | 'before'> | undefined {
  const [way, number = '', ...place] = value.split('|');
  if ((way !== 'after' && way !== 'before') || !/^\d{1,7}$/.test(number)) return undefined;
  // The first page begins at the beginning, whoever came before meanwhile.
  if (Number(number) <= 1) return { number: 1 };
  return { number: Number(number), [way]: place.join('|') };
}

/** Which page a modal shows. */
export function readPageOf(metadata: string): PageOf | undefined {
  try {
    const [storm, source, number, after, before] = JSON.parse(metadata) as Array<string | number | null>;
    if (typeof storm !== 'string' || typeof source !== 'string' || typeof number !== 'number') return undefined;
    return { storm, source, number, after: textOr(after), before: textOr(before) };
  } catch {
    return undefined;
  }
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function frame(page: PageOf, blocks: KnownBlock[]): ModalView {
  const { storm, source, number, after, before } = page;
  return {
    type: 'modal',
    callback_id: VIEWS.storm,
    private_metadata: JSON.stringify([storm, source, number, after ?? null, before ?? null]),
    title: { type: 'plain_text', text: 'Attackers of the storm' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}

function rowOf({ record, episode }: StormRow): KnownBlock {
  const state = foldedState(record, episode);
  const { events, alerts, rule } = episode;
  const count = Math.max(events, alerts);
  const seen = `${grouped(count)} ${count === 1 ? 'event' : 'events'} under ${plain(rule, 80)}`;
  const text = `${display(record.address)}  ${STATE_WORDS[state]}\n${seen}`;
  const button = {
    type: 'button' as const,
    action_id: ACTIONS.blockRow,
    text: { type: 'plain_text' as const, text: 'Block 1 h' },
    value: cardValue({ address: record.address, episode: episode.id, asOf: blockMark(record) }),
  };
  return {
    type: 'section',
    block_id: `row-${cardId(record, episode)}`,
    text: { type: 'plain_text', text },
    ...(state === 'ask' ? { accessory: button } : {}),
  };
}

function turn(text: string, value: string): ActionsBlock['elements'][number] {
  const way = text.toLowerCase();
  return { type: 'button', action_id: `${ACTIONS.page}-${way}`, text: { type: 'plain_text', text }, value };
}

function section(words: string): KnownBlock {
  return { type: 'section', text: { type: 'plain_text', text: words } };
}
