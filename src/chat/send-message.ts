import type { MessageMetadata } from '@slack/types';
import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import { NotAnnouncedError } from '../response/announcer.ts';
import type { Card } from './cards/alert-card.ts';
import { CARD_EVENT } from './ids.ts';
import { isGone, isThreadGone, isUndrawable, refusal } from './slack-refusals.ts';
import { isPictureNotReady } from './upload-picture.ts';

const QUIET = { unfurl_links: false, unfurl_media: false };

/** The metadata by which a message is found again. */
export function named(card: string, revision: number): MessageMetadata {
  return { event_type: CARD_EVENT, event_payload: { card, revision } };
}

/** Posts a message and returns its `ts`. Throws NotAnnouncedError; of a picture that is not ready, Slack's own error. */
export async function send(client: WebClient, channel: string, card: Card, metadata: MessageMetadata): Promise<string> {
  try {
    const { ts } = await drawn(card, (content) => client.chat.postMessage({ channel, ...content, ...QUIET, metadata }));
    if (!ts) throw new NotAnnouncedError('Slack answered without a message', undefined);
    return ts;
  } catch (error) {
    throw isPictureNotReady(error) ? error : refusal(error);
  }
}

/** Draws a message anew in place; `gone` when somebody deleted it. Throws NotAnnouncedError. */
export async function edit(
  client: WebClient,
  message: { channel: string; ts: string },
  { card, metadata }: { card: Card; metadata: MessageMetadata },
): Promise<'updated' | 'gone'> {
  try {
    await drawn(card, (content) => client.chat.update({ ...message, ...content, metadata }));
    return 'updated';
  } catch (error) {
    if (isGone(error)) return 'gone';
    throw refusal(error);
  }
}

/** What is said below a message: in its thread alone, or to the channel as well. */
export interface Below {
  text: string;
  blocks?: Card['blocks'];
  thread_ts: string;
  reply_broadcast?: true;
}

/** Says something below a message; `gone` when somebody deleted that. Throws NotAnnouncedError. */
export async function sayInThread(
  client: WebClient,
  channel: string,
  below: Below,
  metadata: MessageMetadata,
): Promise<'said' | 'gone'> {
  try {
    await client.chat.postMessage({ channel, ...below, ...QUIET, metadata } as ChatPostMessageArguments);
    return 'said';
  } catch (error) {
    if (isThreadGone(error)) return 'gone';
    throw refusal(error);
  }
}

/** A card that Slack refuses to draw must not hold up all others: its words are shown without it. */
async function drawn<T>(card: Card, show: (content: Card) => Promise<T>): Promise<T> {
  try {
    return await show(card);
  } catch (error) {
    if (!isUndrawable(error) || isPictureNotReady(error)) throw error;
    return show({ text: `${card.text} (Slack refused to draw this card; use \`/aism check\`.)`, blocks: [] });
  }
}
