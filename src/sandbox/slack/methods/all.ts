import { AUTH, TIER_1 } from '../rate-limit.ts';
import { BOT, TEAM } from '../world.ts';
import { chatDelete } from './chat-delete.ts';
import { chatPostEphemeral } from './chat-post-ephemeral.ts';
import { chatPostMessage } from './chat-post-message.ts';
import { chatUpdate } from './chat-update.ts';
import { conversationsHistory, conversationsReplies } from './conversations-history.ts';
import { conversationsInfo, conversationsJoin } from './conversations-info.ts';
import { filesCompleteUploadExternal, filesGetUploadUrlExternal } from './files.ts';
import type { Method } from './method.ts';
import { usergroupsUsersList, usersInfo } from './users.ts';
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './views.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
const authTest: Method = {
  scopes: [],
  rate: AUTH,
  run: () => ({
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.name,
    team_id: TEAM.id,
    user: BOT.name,
    user_id: BOT.user,
    bot_id: BOT.bot,
    is_enterprise_install: false,
  }),
};

/** https://docs.slack.dev/reference/methods/apps.connections.open : a URL for one Socket Mode connection. */
const appsConnectionsOpen: Method = {
  scopes: [],
  rate: TIER_1,
  appToken: true,
  run: (_args, { sockets, urlOf }) => ({
    url: urlOf(`socket/${sockets.ticket()}`).replace(/^http/, 'ws'),
  }),
};

/** The methods that the sandbox serves. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ['auth.test', authTest],
  ['apps.connections.open', appsConnectionsOpen],
  ['chat.delete', chatDelete],
  ['chat.postEphemeral', chatPostEphemeral],
  ['chat.postMessage', chatPostMessage],
  ['chat.update', chatUpdate],
  ['conversations.history', conversationsHistory],
  ['conversations.info', conversationsInfo],
  ['conversations.join', conversationsJoin],
  ['conversations.replies', conversationsReplies],
  ['files.completeUploadExternal', filesCompleteUploadExternal],
  ['files.getUploadURLExternal', filesGetUploadUrlExternal],
  ['usergroups.users.list', usergroupsUsersList],
  ['users.info', usersInfo],
  ['views.open', viewsOpen],
  ['views.publish', viewsPublish],
  ['views.push', viewsPush],
  ['views.update', viewsUpdate],
]);
