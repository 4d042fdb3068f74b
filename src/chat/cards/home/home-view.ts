import type { HeaderBlock, HomeView, KnownBlock } from '@slack/types';
import { blockState, liveBlock } from '../../../ledger/block.ts';
import type { AddressRecord } from '../../../ledger/record.ts';
import type { Overview } from '../../../response/overview.ts';
import { slackDate } from '../../say-result.ts';
import { homeAsks } from './home-asks.ts';
import { homeBlocks } from './home-blocks.ts';
import { homeExempted } from './home-exempted.ts';
import type { HomeLook } from './home-look.ts';
import { homeStatus } from './home-status.ts';
import { mrkdwn } from './mrkdwn.ts';

/**
 * App Home: whether AISM may act and hears its sources, what waits for an answer, what is blocked (a page of it, with Undo),
 * and what people exempted. Slack takes 100 blocks: each part has its own limit, fewer than 90 together.
 */
export function homeView(facts: Overview, look: HomeLook): HomeView {
  const { answer, may, refusal } = look;
  const isOnlooker = !(may.unblock || may.pause || may.resume);
  const blocks: KnownBlock[] = [
    ...(answer ? [mrkdwn(answer), DIVIDER] : []),
    header(sumUp(facts)),
    ...homeStatus(facts, look),
    ...(isOnlooker ? [note(`You see how it stands. ${refusal}`)] : []),
    ...homeAsks(facts),
    ...homeBlocks(facts, look),
    ...homeExempted(facts),
    note(`As of ${slackDate(facts.now)}. Open this tab again to see it anew; \`/aism help\` shows what else there is.`),
  ];
  return { type: 'home', private_metadata: String(look.page), blocks };
}

const DIVIDER: KnownBlock = { type: 'divider' };

/** `2 blocked, 1 waits for a slot, 3 questions` */
function sumUp({ live, asks, most }: Overview): string {
  const states = Map.groupBy(live, stateOf);
  const count = (state: string) => states.get(state)?.length ?? 0;
  const isMore = live.length >= most.live;
  const parts = [
    [count('active') + count('pending'), 'blocked'],
    [count('failed'), 'NOT blocked'],
    [count('waiting'), count('waiting') === 1 ? 'waits for a slot' : 'wait for a slot'],
    [asks.length, asks.length === 1 ? 'open question' : 'open questions'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  if (said.length === 0) return 'Nothing is blocked, nothing waits';
  return `${said.join(', ')}${isMore || asks.length >= most.asks ? ', or more' : ''}`;
}

function stateOf(record: AddressRecord): string | undefined {
  const block = liveBlock(record);
  return block && blockState(block);
}

function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text } };
}

function note(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
