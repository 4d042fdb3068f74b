import type { JsonObject } from './json-value.ts';

/** A block as Slack stores it: every block has got a `block_id`. */
export interface Block extends JsonObject {
  type: string;
  block_id: string;
}

export interface Metadata {
  event_type: string;
  event_payload: JsonObject;
}

/** A message as Slack shows it, with the channel it is in; `ephemeral_to` if only one person sees it. */
export interface SlackMessage {
  type: 'message';
  subtype?: string;
  channel: string;
  ts: string;
  text: string;
  user: string;
  bot_id?: string;
  app_id?: string;
  team: string;
  blocks?: Block[];
  metadata?: Metadata;
  thread_ts?: string;
  reply_count?: number;
  reply_users?: string[];
  latest_reply?: string;
  edited?: { user: string; ts: string };
  files?: SlackFile[];
  ephemeral_to?: string;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  url_private: string;
}

export interface ViewState {
  values: Record<string, Record<string, JsonObject>>;
}

/** A modal that `user` has open, or the App Home of `user`. */
export interface SlackView extends JsonObject {
  id: string;
  type: 'modal' | 'home';
  user: string;
  blocks: Block[];
  state: ViewState;
  hash: string;
  root_view_id: string;
  previous_view_id: string | null;
}

/** What came of one thing that a person did. */
export interface Delivery {
  /** The body of the bot's answer; '' if it was empty. */
  ack: unknown;
  /** The bot's HTTP status; 0 if it did not answer. */
  status: number;
  /** What this person was shown since: goes on filling while the bot works. */
  responses: unknown[];
  /** Until the bot's answer, milliseconds. */
  ms: number;
  /** What Slack would have told the person instead of a result. */
  error?: string;
}

export type SlackChange =
  | { kind: 'message'; message: SlackMessage }
  | { kind: 'deleted'; channel: string; ts: string }
  | { kind: 'view'; view: SlackView }
  | { kind: 'closed'; view_id: string };
