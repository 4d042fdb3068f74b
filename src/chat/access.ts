import type { WebClient } from '@slack/web-api';

export type Role = 'lead' | 'analyst' | 'none';

/** Who may do what is told from Slack user ids and user groups, never from names. */
export interface Access {
  roleOf(user: string): Promise<Role>;
  /** A sentence for somebody who may not, naming who may. */
  refusal(): string;
}

/** How long a user group's members are believed. Milliseconds. */
const GROUP_MS = 60_000;

/** `U...` are users, `S...` are user groups. A group that Slack does not show gives nobody a role. */
export function slackAccess(options: {
  analysts: readonly string[];
  leads: readonly string[];
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

  return {
    async roleOf(user) {
      if (await isIn(user, options.leads)) return 'lead';
      return (await isIn(user, options.analysts)) ? 'analyst' : 'none';
    },
    refusal() {
      const names = [...options.analysts, ...options.leads].map((id) =>
        id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`,
      );
      return names.length > 0
        ? `You may not do that. These may: ${names.join(', ')}.`
        : 'Nobody may do that yet: set AISM_ANALYSTS and AISM_LEADS.';
    },
  };
}
