import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { MessageRefusedError, NotAnnouncedError } from '../response/announcer.ts';

/** Answers of chat.update that mean: there is no card of ours any more. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
/** Answers of chat.postMessage that mean: there is no card below which a reply could stand. */
const NO_THREAD = new Set(['thread_not_found', 'message_not_found', 'cannot_reply_to_message']);
const UNDRAWABLE = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);

const TOKEN = 'SLACK_BOT_TOKEN is not valid any more: install the app anew and set its token';
const SLOWER = 'Slack asks us to be slower; nothing is to be done';
const THEIRS = 'Slack has trouble; nothing is to be done';
const ALLOW = 'the workspace or channel does not let the app post: ask who administers it';

/** Answers that any other message would get too, and what the one who runs AISM does about it. */
const GENERAL: Record<string, string> = {
  ratelimited: SLOWER,
  rate_limited: SLOWER,
  internal_error: THEIRS,
  fatal_error: THEIRS,
  service_unavailable: THEIRS,
  request_timeout: THEIRS,
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  missing_scope: 'the app lacks a scope: compare it with manifest.yml and install it anew',
  not_in_channel: 'invite the app to the channel: /invite in the channel of AISM_CHANNEL',
  channel_not_found: 'AISM_CHANNEL is no channel that the app sees: a private one must have it invited',
  is_archived: 'the channel is archived: unarchive it, or name another one by AISM_CHANNEL and start anew',
  restricted_action: ALLOW,
  restricted_action_read_only_channel: ALLOW,
  team_access_not_granted: ALLOW,
  access_denied: ALLOW,
};

/** Whether a card that was to be edited is there no more. */
export function isGone(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && GONE.has(error.data.error);
}

/** Whether a card below which something was to be said is there no more. */
export function isThreadGone(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && NO_THREAD.has(error.data.error);
}

/** Whether Slack would take the words of a card, but not its blocks. */
export function isUndrawable(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && UNDRAWABLE.has(error.data.error);
}

/** What a failed call means for the sender: later, or never in this form. */
export function refusal(error: unknown): Error {
  if (error instanceof NotAnnouncedError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return new NotAnnouncedError('Slack asks us to be slower', error.retryAfter * 1000, { cause: error });
  if (!(error instanceof WebAPIPlatformError))
    return new NotAnnouncedError('Slack did not take a message (no answer)', undefined, { cause: error });
  const why = error.data.error;
  const advice = GENERAL[why];
  if (advice === undefined) return new MessageRefusedError(`Slack refuses a message (${why})`, { cause: error });
  return new NotAnnouncedError(`Slack did not take a message (${why}): ${advice}`, undefined, { cause: error });
}
