import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../src/chat/slack-refusals.ts';
import { MessageRefusedError, NotAnnouncedError } from '../../src/response/announcer.ts';

const answered = (error: string) => new WebAPIPlatformError({ ok: false, error });

describe('a message that Slack does not take', () => {
  test.each([
    ['not_in_channel', /invite the app to the channel/],
    ['channel_not_found', /AISM_CHANNEL is no channel that the app sees/],
    ['is_archived', /unarchive it, or name another one/],
    ['token_revoked', /install the app anew/],
    ['missing_scope', /manifest\.yml/],
    ['restricted_action', /ask who administers it/],
    ['fatal_error', /Slack has trouble/],
  ])('for %s, which any other would get too, waits, and the log says what to do', (code, advice) => {
    const error = refusal(answered(code));

    expect(error).toBeInstanceOf(NotAnnouncedError);
    expect(error).not.toBeInstanceOf(MessageRefusedError);
    expect(error.message).toMatch(advice);
    expect(error.message).toContain(code);
  });

  test('for what is wrong with it alone holds up no other', () => {
    expect(refusal(answered('no_text'))).toBeInstanceOf(MessageRefusedError);
  });

  test('with 429 waits as long as Slack says', () => {
    expect(refusal(new WebAPIRateLimitedError(7))).toMatchObject({ retryAfterMs: 7000 });
  });

  test('without an answer waits for the next tick', () => {
    const error = refusal(new Error('socket hang up'));

    expect(error).toMatchObject({ name: 'NotAnnouncedError', retryAfterMs: undefined });
  });
});
