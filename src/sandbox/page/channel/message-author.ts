import type { Message } from '../state/sandbox-state.ts';
import type { Reader } from '../text/reader.ts';

export const SLACKBOT = 'USLACKBOT';

export interface Author {
  id: string;
  name: string;
  kind: 'person' | 'app' | 'slackbot';
}

/** Who a message is shown to be from. */
export function authorOf(message: Message, reader: Reader): Author {
  const id = message.user ?? message.bot_id ?? '';
  if (id === SLACKBOT) return { id, name: 'Slackbot', kind: 'slackbot' };
  if (message.bot_id !== undefined) return { id, name: message.username ?? 'AISM', kind: 'app' };
  return { id, name: reader.nameOf(id), kind: 'person' };
}

/** The time of a Slack timestamp, in milliseconds. */
export function timeOf(ts: string): number {
  return Number.parseFloat(ts) * 1000;
}
