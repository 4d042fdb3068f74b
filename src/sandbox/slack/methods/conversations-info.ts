import { TIER_3 } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';
import { BOT, type Channel, TEAM } from '../world.ts';
import { type Method, namedChannel } from './method.ts';

/** https://docs.slack.dev/reference/methods/conversations.info */
export const conversationsInfo: Method = {
  scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  rate: TIER_3,
  run: (args, workspace) => ({ channel: describe(namedChannel(args), workspace) }),
};

/** https://docs.slack.dev/reference/methods/conversations.join */
export const conversationsJoin: Method = {
  scopes: ['channels:join'],
  rate: TIER_3,
  run(args, workspace) {
    const channel = namedChannel(args);
    if (channel.user !== undefined) throw new SlackError('method_not_supported_for_channel_type');
    if (channel.is_archived) throw new SlackError('is_archived');
    const already = workspace.store.isMember(channel.id);
    if (!already) workspace.store.join(channel.id);
    return {
      channel: describe(channel, workspace),
      ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
    };
  },
};

function describe(channel: Channel, { store }: Workspace): Record<string, unknown> {
  const { id, name, is_archived, user } = channel;
  if (user !== undefined) return { id, is_im: true, is_channel: false, is_archived, user, created: 1_764_000_000 };
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived,
    is_general: id === 'C_GENERAL',
    is_member: store.isMember(id),
    context_team_id: TEAM.id,
    creator: BOT.user,
    created: 1_764_000_000,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}
