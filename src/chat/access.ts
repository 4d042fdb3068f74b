import type { WebClient } from '@slack/web-api';
import { type Act, isAmong, type Permissions, type Role } from '../decision/permissions.ts';

/** Who may do what is told from Slack user ids and user groups, never from names. */
export interface Access {
  roleOf(user: string): Promise<Role>;
  /** Whether the policy lets this person do that. */
  may(user: string, act: Act): Promise<boolean>;
  /** A sentence for somebody who may not, naming who may. */
  refusal(act: Act): string;
}

/** How long a user group's members are believed. Milliseconds. */
const GROUP_MS = 60_000;

/** `U...` are users, `S...` are user groups. A group that Slack does not show gives nobody a role. */
export function slackAccess(options: {
  analysts: readonly string[];
  leads: readonly string[];
  permissions: Permissions;
  client: WebClient;
  wall: () => number;
  onError: (error: unknown) => void;
}): Access {
  const groups = new Map<string, { members: readonly string[]; readAt: number }>();

  async function membersOf(group: string): Promise<readonly string[]> {
    const known = groups.get(group);
    if (known && options.wall() - known.readAt < GROUP_MS) return known.members;
    try {
      const { users = [] } = await options.client.usergroups.users.list({ usergroup: group });
      groups.set(group, { members: users, readAt: options.wall() });
      return users;
    } catch (error) {
      options.onError(error);
      return [];
    }
  }

  async function isIn(user: string, list: readonly string[]): Promise<boolean> {
    if (list.includes(user)) return true;
    for (const group of list) if (group.startsWith('S') && (await membersOf(group)).includes(user)) return true;
    return false;
  }

  async function roleOf(user: string): Promise<Role> {
    if (await isIn(user, options.leads)) return 'lead';
    return (await isIn(user, options.analysts)) ? 'analyst' : 'none';
  }

  return {
    roleOf,
    async may(user, act) {
      const who = options.permissions[act];
      return who === 'everybody' || isAmong(await roleOf(user), who);
    },
    refusal(act) {
      const who = options.permissions[act];
      if (who === 'nobody') return 'Nobody may do that: the policy says so.';
      const names = [...(who === 'leads' ? [] : options.analysts), ...options.leads].map((id) =>
        id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`,
      );
      return names.length > 0
        ? `You may not do that. These may: ${names.join(', ')}.`
        : 'Nobody may do that yet: set AISM_ANALYSTS and AISM_LEADS.';
    },
  };
}
