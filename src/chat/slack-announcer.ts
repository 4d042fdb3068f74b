import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Mentions } from '../decision/policy.ts';
import { type Announcer, type CardFacts, cardId } from '../response/announcer.ts';
import { mentionOf } from '../response/mention.ts';
import { alertCard, type CardLook } from './cards/alert-card.ts';
import { reportCard } from './cards/report-card.ts';
import { shoutWords } from './cards/shout-words.ts';
import { stormCard } from './cards/storm-card.ts';
import { threadReply } from './cards/thread-lines.ts';
import { CARD_EVENT } from './ids.ts';
import type { Pace } from './pace.ts';
import { edit, named, sayInThread, send } from './send-message.ts';
import { isThreadGone, refusal } from './slack-refusals.ts';
import { pictureOf, sayWithPicture } from './upload-picture.ts';

/** How far back a message of unknown outcome is looked for, in the channel and in a thread (the most that Slack gives). */
const LOOK_BACK = 999;
const THREAD = 999;

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
  look: CardLook & { mentions: Mentions },
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
      return edit(client, { channel: episode.channel, ts }, { card, metadata: metadataOf(facts) });
    },
    async shout({ record, episode }, ts, id, mention) {
      const who = mention ? mentionOf(look.mentions, episode.severity) : '';
      const text = `${who}${shoutWords(record, episode)}`;
      const below = { text, thread_ts: ts, reply_broadcast: true } as const;
      return sayInThread(client, episode.channel, below, named(id, episode.revision));
    },
    async reply({ record, episode }, ts, id) {
      const content = threadReply(record, episode);
      if (!content) return 'said';
      return sayInThread(client, episode.channel, { ...content, thread_ts: ts }, named(id, episode.revision));
    },
    async find(channel, id, thread) {
      const messages = await messagesOf(client, channel, thread);
      const ours = messages.map((message) => messageSchema.safeParse(message).data);
      return ours.find((each) => each?.metadata.event_type === CARD_EVENT && each.metadata.event_payload.card === id)
        ?.ts;
    },
    async postDigest(channel, facts, id) {
      return send(client, channel, stormCard(facts), named(id, facts.revision));
    },
    async updateDigest(channel, facts, ts, id) {
      return edit(client, { channel, ts }, { card: stormCard(facts), metadata: named(id, facts.revision) });
    },
    async notify(channel, { id, text, report }, check) {
      if (!report) return void (await send(client, channel, { text, blocks: [] }, named(id, 0)));
      const picture = await pictureOf(client, report).catch(onPictureLost);
      await sayWithPicture(picture, async (image) => {
        await check();
        await send(client, channel, { text, blocks: reportCard(report, image) }, named(id, 0));
      });
    },
  };
}

/** The newest messages of the channel, or those of a thread: none when its card is gone. */
async function messagesOf(client: WebClient, channel: string, thread: string | undefined): Promise<unknown[]> {
  try {
    const all = { channel, include_all_metadata: true };
    const { messages = [] } = thread
      ? await client.conversations.replies({ ...all, ts: thread, limit: THREAD })
      : await client.conversations.history({ ...all, limit: LOOK_BACK });
    return messages;
  } catch (error) {
    if (thread && isThreadGone(error)) return [];
    throw refusal(error);
  }
}

function metadataOf({ record, episode }: CardFacts): MessageMetadata {
  return named(cardId(record, episode), episode.revision);
}
