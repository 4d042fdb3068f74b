import { flagArgument, textArgument } from './arguments.ts';
import { newSecret } from './identifiers.ts';
import type { JsonObject } from './json-value.ts';
import { readContent, readMetadata, TEXT_CHARACTERS } from './message-content.ts';
import { addMessage, removeMessage } from './messages.ts';
import { SlackError } from './slack-error.ts';
import type { Store } from './store.ts';
import type { SlackMessage } from './types.ts';

// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses : five uses within thirty minutes.
const USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** Where answers to one thing that a person did go. */
export interface Target {
  user: string;
  channel: string;
  /** The message that was clicked; for a command, the first answer once there is one. */
  original?: string;
  /** What the person was shown since. */
  responses: unknown[];
}

export interface ResponseUrls {
  /** A new URL path for this target, below the server's own. */
  create(target: Target): string;
  /** Does what was posted to a URL; throws what Slack answers. */
  respond(id: string, body: JsonObject): void;
}

export function createResponseUrls(store: Store, now: () => number): ResponseUrls {
  const urls = new Map<string, { target: Target; issued: number; uses: number }>();

  function forgetOld(): void {
    for (const [id, url] of urls) {
      if (now() - url.issued < 2 * LIFETIME_MS) return;
      urls.delete(id);
    }
  }

  return {
    create(target) {
      forgetOld();
      const id = newSecret();
      urls.set(id, { target, issued: now(), uses: 0 });
      return `response/${id}`;
    },
    respond(id, body) {
      const url = urls.get(id);
      if (!url || now() - url.issued > LIFETIME_MS) throw new SlackError('expired_url');
      if (url.uses >= USES) throw new SlackError('used_url');
      answer(store, url.target, body);
      url.uses += 1;
    },
  };
}

/** One answer: a new message (private unless `in_channel`), or the original replaced or deleted. */
export function answer(store: Store, target: Target, body: JsonObject): void {
  const { user, channel, responses } = target;
  if (flagArgument(body, 'delete_original')) {
    const original = originalOf(store, target);
    removeMessage(store, original);
    responses.push({ delete_original: true, channel, ts: original.ts });
    return;
  }
  const content = readContent(body, TEXT_CHARACTERS);
  if (flagArgument(body, 'replace_original')) {
    responses.push(replace(store, originalOf(store, target), content));
    return;
  }
  const message = addMessage(store, {
    channel,
    ...content,
    metadata: readMetadata(body) ?? undefined,
    thread_ts: textArgument(body, 'thread_ts'),
    ephemeral_to: body['response_type'] === 'in_channel' ? undefined : user,
  });
  target.original ??= message.ts;
  responses.push(message);
}

function originalOf(store: Store, target: Target): SlackMessage {
  const original = target.original === undefined ? undefined : store.message(target.original);
  if (!original) throw new SlackError('message_not_found');
  return original;
}

/** A replaced message keeps its place, its readers and its metadata; its blocks are only what the answer has. */
function replace(store: Store, original: SlackMessage, content: ReturnType<typeof readContent>): SlackMessage {
  const { blocks: _blocks, ...rest } = original;
  const message = { ...rest, ...content, edited: { user: original.user, ts: store.timestamps.next() } };
  store.save(message);
  return message;
}
