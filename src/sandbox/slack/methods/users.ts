import { requiredArgument } from '../arguments.ts';
import type { JsonObject } from '../json-value.ts';
import { TIER_2, TIER_4 } from '../rate-limit.ts';
import { SlackError } from '../slack-error.ts';
import { APP_ID, BOT, type Person, personBy, TEAM } from '../world.ts';
import type { Method } from './method.ts';

/** https://docs.slack.dev/reference/methods/users.info */
export const usersInfo: Method = {
  scopes: ['users:read'],
  rate: TIER_4,
  run(args, { people }) {
    const id = requiredArgument(args, 'user');
    if (id === BOT.user) {
      const bot = describe({ id, name: BOT.name, real_name: 'AISM' });
      return { user: { ...bot, is_bot: true, profile: { real_name: 'AISM', bot_id: BOT.bot, api_app_id: APP_ID } } };
    }
    const person = personBy(id);
    if (!person) throw new SlackError('user_not_found');
    return { user: { ...describe(person), deleted: people.isDeactivated(id) } };
  },
};

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
export const usergroupsUsersList: Method = {
  scopes: ['usergroups:read'],
  rate: TIER_2,
  run(args, { people }) {
    const users = people.membersOf(requiredArgument(args, 'usergroup'));
    if (!users) throw new SlackError('no_such_subteam');
    return { users: [...users] };
  },
};

function describe({ id, name, real_name }: Person): JsonObject {
  return {
    id,
    team_id: TEAM.id,
    name,
    real_name,
    deleted: false,
    is_bot: false,
    is_admin: false,
    is_restricted: false,
    is_app_user: false,
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    updated: 1_764_000_000,
    profile: { real_name, display_name: real_name, real_name_normalized: real_name, team: TEAM.id },
  };
}
