import { createHmac } from 'node:crypto';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';
import { type Answer, send } from './http-send.ts';

export interface Signing {
  /** The right secret if left out. */
  secret?: string;
  /** Seconds since the epoch; now if left out. */
  timestamp?: number;
  contentType?: string;
  headers?: Record<string, string>;
}

/** Posts to the bot what only Slack may: signed by hand, so that tests can also do it wrongly. */
export function asSlack(facts: SandboxFacts, body: string, signing: Signing = {}): Promise<Answer> {
  const timestamp = String(signing.timestamp ?? Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', signing.secret ?? facts.signingSecret).update(`v0:${timestamp}:${body}`);
  return send(`${facts.page}slack/events`, body, {
    'content-type': signing.contentType ?? 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac.digest('hex')}`,
    ...signing.headers,
  });
}

export interface HandmadeClick {
  action_id: string;
  /** The button's value, or the chosen option's for `more`. */
  value: unknown;
  user?: string;
  message_ts?: string;
}

/** The body of a click with whatever value. It has no response_url, so the answer comes as chat.postEphemeral. */
export function clickBody(facts: SandboxFacts, click: HandmadeClick): string {
  const { action_id, value, user = 'U_ANALYST', message_ts = '1.0' } = click;
  const action = action_id === 'more' ? { type: 'overflow', selected_option: { value } } : { type: 'button', value };
  const payload = {
    type: 'block_actions',
    team: { id: 'T_SANDBOX', domain: 'sandbox' },
    user: { id: user, username: 'somebody', team_id: 'T_SANDBOX' },
    api_app_id: 'A_AISM',
    token: 'x',
    container: { type: 'message', message_ts, channel_id: facts.channel },
    channel: { id: facts.channel, name: 'security-alerts' },
    trigger_id: '1.1.x',
    actions: [{ action_id, block_id: 'card', action_ts: '1.0', ...action }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
