import type { KnownBlock, MessageMetadata } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Mode } from '../decision/decide.ts';
import { type Announcer, type CardFacts, cardId, NotAnnouncedError } from '../response/announcer.ts';
import { alertCard } from './cards/alert-card.ts';
import { CARD_EVENT } from './ids.ts';
import type { Pace } from './pace.ts';

/** How far back a message of unknown outcome is looked for. */
const LOOK_BACK = 200;

const messageSchema = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.object({ card: z.string() }) }),
});

/** The announcer on Slack's Web API. Each message carries metadata by which it is found again. */
export function slackAnnouncer(client: WebClient, mode: Mode, pace: Pace): Announcer {
  return {
    async post(facts) {
      const { record, episode } = facts;
      const { text, blocks } = alertCard(record, episode, mode);
      return pace(() => send(client, episode.channel, text, blocks, metadataOf(facts)));
    },
    async update(facts, ts) {
      const { record, episode } = facts;
      const card = alertCard(record, episode, mode);
      try {
        await client.chat.update({ channel: episode.channel, ts, ...card, metadata: metadataOf(facts) });
        return 'updated';
      } catch (error) {
        if (error instanceof WebAPIPlatformError && error.data.error === 'message_not_found') return 'gone';
        throw translate(error);
      }
    },
    async find(channel, id) {
      try {
        const { messages = [] } = await client.conversations.history({
          channel,
          limit: LOOK_BACK,
          include_all_metadata: true,
        });
        const ours = messages.map((message) => messageSchema.safeParse(message).data);
        return ours.find((each) => each?.metadata.event_type === CARD_EVENT && each.metadata.event_payload.card === id)
          ?.ts;
      } catch (error) {
        throw translate(error);
      }
    },
    async notify(channel, { id, text }) {
      await send(client, channel, text, undefined, {
        event_type: CARD_EVENT,
        event_payload: { card: id, revision: 0 },
      });
    },
  };
}

async function send(
  client: WebClient,
  channel: string,
  text: string,
  blocks: KnownBlock[] | undefined,
  metadata: MessageMetadata,
): Promise<string> {
  try {
    const content = blocks ? { text, blocks } : { text };
    const { ts } = await client.chat.postMessage({
      channel,
      ...content,
      metadata,
      unfurl_links: false,
      unfurl_media: false,
    });
    if (!ts) throw new NotAnnouncedError('Slack answered without a message', undefined);
    return ts;
  } catch (error) {
    throw translate(error);
  }
}

function metadataOf({ record, episode }: CardFacts): MessageMetadata {
  return { event_type: CARD_EVENT, event_payload: { card: cardId(record, episode), revision: episode.revision } };
}

function translate(error: unknown): Error {
  if (error instanceof NotAnnouncedError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return new NotAnnouncedError('Slack asks us to be slower', error.retryAfter * 1000, { cause: error });
  const why = error instanceof WebAPIPlatformError ? error.data.error : 'no answer';
  return new NotAnnouncedError(`Slack did not take a message (${why})`, undefined, { cause: error });
}
