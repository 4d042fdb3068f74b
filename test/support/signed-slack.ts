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

/** From where a handmade request says that it comes; as the sandbox's own if left out. */
export interface Origin {
  user?: string;
  team?: string;
  /** The workspace of the person, where it is another one. */
  userTeam?: string;
  channel?: string;
}

export interface HandmadeClick extends Origin {
  action_id: string;
  /** The button's value, or the chosen option's for `more`. */
  value: unknown;
  message_ts?: string;
}

/** The body of a click with whatever value. It has no response_url, so the answer comes as chat.postEphemeral. */
export function clickBody(facts: SandboxFacts, click: HandmadeClick): string {
  const { action_id, value, user = 'U_ANALYST', message_ts = '1.0', team = 'T_SANDBOX', userTeam = team } = click;
  const { channel = facts.channel } = click;
  const action = action_id === 'more' ? { type: 'overflow', selected_option: { value } } : { type: 'button', value };
  const payload = {
    type: 'block_actions',
    team: { id: team, domain: 'sandbox' },
    user: { id: user, username: 'somebody', team_id: userTeam },
    api_app_id: 'A_AISM',
    token: 'x',
    container: { type: 'message', message_ts, channel_id: channel },
    channel: { id: channel, name: 'security-alerts' },
    trigger_id: '1.1.x',
    actions: [{ action_id, block_id: 'card', action_ts: '1.0', ...action }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** The body of `/aism <text>`. It has no response_url, so that only an answer within the acknowledgement is seen. */
export function commandBody(facts: SandboxFacts, text: string, origin: Origin = {}): string {
  const { user = 'U_ANALYST', team = 'T_SANDBOX', channel = facts.channel } = origin;
  return new URLSearchParams({
    token: 'x',
    team_id: team,
    team_domain: 'sandbox',
    channel_id: channel,
    channel_name: 'somewhere',
    user_id: user,
    user_name: 'somebody',
    command: '/aism',
    text,
    api_app_id: 'A_AISM',
    is_enterprise_install: 'false',
    response_url: `${facts.slack}response/none`,
    trigger_id: '1.1.x',
  }).toString();
}
