import type { MessageMetadata } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import {
  type Announcer,
  type CardFacts,
  cardId,
  MessageRefusedError,
  NotAnnouncedError,
} from '../response/announcer.ts';
import { alertCard, type Card, type CardLook, cardInWords } from './cards/alert-card.ts';
import { reportCard } from './cards/report-card.ts';
import { stormCard } from './cards/storm-card.ts';
import { CARD_EVENT } from './ids.ts';
import type { Pace } from './pace.ts';
import { isPictureNotReady, pictureOf, sayWithPicture } from './upload-picture.ts';

/** Answers of chat.update that mean: there is no card of ours any more. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const UNDRAWABLE = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);
/** Answers that any other message would get too. */
const GENERAL = new Set([
  ...['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'],
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'],
]);

const QUIET = { unfurl_links: false, unfurl_media: false };

/** How far back a message of unknown outcome is looked for. */
const LOOK_BACK = 200;

const messageSchema = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.object({ card: z.string() }) }),
});

/**
 * The announcer on Slack's Web API. Each message carries metadata by which it is found again. A report whose picture Slack
 * does not take is sent without; `onPictureLost` hears why.
 */
export function slackAnnouncer(
  client: WebClient,
  look: CardLook,
  pace: Pace,
  onPictureLost: (error: unknown) => undefined = () => undefined,
): Announcer {
  return {
    turn: () => pace(async () => undefined),
    async post(facts) {
      const { record, episode } = facts;
      return send(client, episode.channel, alertCard(record, episode, look), metadataOf(facts));
    },
    async update(facts, ts) {
      const { record, episode } = facts;
      const card = alertCard(record, episode, look);
      return edit(() =>
        drawn(card, (content) =>
          client.chat.update({ channel: episode.channel, ts, ...content, metadata: metadataOf(facts) }),
        ),
      );
    },
    async shout(facts, ts, id) {
      const { record, episode } = facts;
      const sentence = episode.shout?.sentence ?? episode.sentence;
      const text = cardInWords(record, episode, look.mode, sentence);
      const metadata = { event_type: CARD_EVENT, event_payload: { card: id, revision: episode.revision } };
      const below = { thread_ts: ts, reply_broadcast: true } as const;
      await client.chat
        .postMessage({ channel: episode.channel, text, metadata, ...below, ...QUIET })
        .catch((error: unknown) => {
          throw translate(error);
        });
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
    async postDigest(channel, facts, id) {
      return send(client, channel, stormCard(facts), digestMetadata(id, facts.revision));
    },
    async updateDigest(channel, facts, ts, id) {
      const metadata = digestMetadata(id, facts.revision);
      return edit(() =>
        drawn(stormCard(facts), (content) => client.chat.update({ channel, ts, ...content, metadata })),
      );
    },
    async notify(channel, { id, text, report }, check) {
      const metadata = { event_type: CARD_EVENT, event_payload: { card: id, revision: 0 } };
      if (!report) return void (await send(client, channel, { text, blocks: [] }, metadata));
      const picture = await pictureOf(client, report).catch(onPictureLost);
      await sayWithPicture(picture, async (image) => {
        await check();
        await send(client, channel, { text, blocks: reportCard(report, image) }, metadata);
      });
    },
  };
}

async function edit(update: () => Promise<unknown>): Promise<'updated' | 'gone'> {
  try {
    await update();
    return 'updated';
  } catch (error) {
    if (error instanceof WebAPIPlatformError && GONE.has(error.data.error)) return 'gone';
    throw translate(error);
  }
}

async function send(client: WebClient, channel: string, card: Card, metadata: MessageMetadata): Promise<string> {
  try {
    const { ts } = await drawn(card, (content) => client.chat.postMessage({ channel, ...content, ...QUIET, metadata }));
    if (!ts) throw new NotAnnouncedError('Slack answered without a message', undefined);
    return ts;
  } catch (error) {
    throw translate(error);
  }
}

/** A card that Slack refuses to draw must not hold up all others: its words are shown without it. */
async function drawn<T>(card: Card, say: (content: Card) => Promise<T>): Promise<T> {
  try {
    return await say(card);
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || !UNDRAWABLE.has(error.data.error)) throw error;
    if (isPictureNotReady(error)) throw error;
    return say({ text: `${card.text} (Slack refused to draw this card; use \`/aism check\`.)`, blocks: [] });
  }
}

function metadataOf({ record, episode }: CardFacts): MessageMetadata {
  return { event_type: CARD_EVENT, event_payload: { card: cardId(record, episode), revision: episode.revision } };
}

function digestMetadata(card: string, revision: number): MessageMetadata {
  return { event_type: CARD_EVENT, event_payload: { card, revision } };
}

function translate(error: unknown): Error {
  if (isPictureNotReady(error)) return error;
  if (error instanceof NotAnnouncedError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return new NotAnnouncedError('Slack asks us to be slower', error.retryAfter * 1000, { cause: error });
  const why = error instanceof WebAPIPlatformError ? error.data.error : 'no answer';
  if (error instanceof WebAPIPlatformError && !GENERAL.has(why))
    return new MessageRefusedError(`Slack refuses a message (${why})`, { cause: error });
  return new NotAnnouncedError(`Slack did not take a message (${why})`, undefined, { cause: error });
}
