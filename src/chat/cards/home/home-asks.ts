import type { KnownBlock } from '@slack/types';
import { display } from '../../../address/address.ts';
import type { Ask, Overview } from '../../../response/overview.ts';
import { bold, gap, lines, moment, type Piece, words } from '../rich.ts';

/** So many are named, the most dangerous first: the cards are in the channel. */
const MOST = 5;

/** Cards that wait for an answer, each with the way to it. */
export function homeAsks({ asks, most }: Overview): KnownBlock[] {
  if (asks.length === 0) return [];
  const named = asks.toSorted((a, b) => b.record.score - a.record.score).slice(0, MOST);
  const more = asks.length - named.length;
  const orMore = asks.length >= most.asks ? ' or more' : '';
  const rest: Piece[][] = more > 0 ? [[gap(`… and ${more}${orMore} more; their cards are in the channel`)]] : [];
  return [{ type: 'divider' }, lines([[bold(`Waiting for an answer (${asks.length})`)], ...named.map(row), ...rest])];
}

function row({ record, episode }: Ask): Piece[] {
  const { channel, ts } = episode;
  const link: Piece[] = ts === undefined ? [] : [gap('  '), card(channel, ts)];
  return [
    bold(display(record.address)),
    ...[gap('  '), words(episode.rule, 60), gap(`, ${episode.severity}, asked `), moment(episode.openedAt)],
    ...link,
  ];
}

/** A message's address in any workspace: Slack finds it by channel and time. */
function card(channel: string, ts: string): Piece {
  return { type: 'link', url: `https://slack.com/archives/${channel}/p${ts.replace('.', '')}`, text: 'Card' };
}
