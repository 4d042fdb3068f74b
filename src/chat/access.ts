import { ErrorCode, type WebClient } from '@slack/web-api';
import { type Act, isAmong, type Permissions, type Role, type Who } from '../decision/permissions.ts';
import { askBriefly } from './ask-briefly.ts';

/** Who may do what is told from Slack user ids and user groups, never from names. */
export interface Access {
  roleOf(user: string): Promise<Role>;
  /** Whether the policy lets this person do that. */
  may(user: string, act: Act): Promise<boolean>;
  /** A sentence for somebody who may not, naming who may. */
  refusal(act: Act): string;
  /** The leads as mentions, for somebody who needs one; empty when there is none. */
  leads(): string;
}

/** When Slack is silent, a group counts as it was seen no longer ago than this. Milliseconds. */
const GROUP_STALE_MS = 10 * 60_000;

/**
 * `U...` are users, `S...` are user groups. A group that Slack does not show gives nobody a role, and who was deactivated has
 * none. Slack is asked for both at the same time; while it is silent a person on the list keeps the role.
 */
export function slackAccess(options: {
  analysts: readonly string[];
  leads: readonly string[];
  permissions: Permissions;
  client: WebClient;
  wall: () => number;
  onError: (error: unknown) => void;
}): Access {
  const { analysts, leads, permissions, client, wall, onError } = options;
  const membersOf = askBriefly(async (usergroup) => (await client.usergroups.users.list({ usergroup })).users ?? [], {
    staleMs: GROUP_STALE_MS,
    wall,
    onError,
  });
  // Whoever was deactivated stays so until Slack says otherwise.
  const isGone = askBriefly((user) => isDeactivated(client, user), {
    staleMs: Number.POSITIVE_INFINITY,
    wall,
    onError,
  });

  async function isIn(user: string, list: readonly string[]): Promise<boolean> {
    if (list.includes(user)) return true;
    const groups = await Promise.all(list.filter(isGroup).map(membersOf));
    return groups.some((members) => members?.includes(user));
  }

  async function listedAs(user: string): Promise<Role> {
    const [isLead, isAnalyst] = await Promise.all([isIn(user, leads), isIn(user, analysts)]);
    if (isLead) return 'lead';
    return isAnalyst ? 'analyst' : 'none';
  }

  const hasGroups = [...leads, ...analysts].some(isGroup);

  async function roleOf(user: string): Promise<Role> {
    // Of those who cannot have a role Slack need not be asked.
    if (!hasGroups && !leads.includes(user) && !analysts.includes(user)) return 'none';
    const [role, gone] = await Promise.all([listedAs(user), isGone(user)]);
    return gone ? 'none' : role;
  }

  return {
    roleOf,
    async may(user, act) {
      const who = permissions[act];
      return who === 'everybody' || isAmong(await roleOf(user), who);
    },
    refusal: (act) => sayRefusal(permissions[act], { analysts, leads }),
    leads: () => mentions(leads),
  };
}

function sayRefusal(who: Who, { analysts, leads }: { analysts: readonly string[]; leads: readonly string[] }): string {
  if (who === 'nobody') return 'Nobody may do that: the policy says so.';
  const names = mentions([...new Set([...(who === 'leads' ? [] : analysts), ...leads])]);
  if (names !== '') return `You may not do that. These may: ${names}.`;
  return `Nobody may do that yet: set ${who === 'leads' ? 'AISM_LEADS' : 'AISM_ANALYSTS and AISM_LEADS'}.`;
}

function mentions(ids: readonly string[]): string {
  return ids.map((id) => (isGroup(id) ? `<!subteam^${id}>` : `<@${id}>`)).join(', ');
}

function isGroup(id: string): boolean {
  return id.startsWith('S');
}

/** Throws when Slack does not say: no answer, too many questions, or a bot token without the scope `users:read`. */
async function isDeactivated(client: WebClient, user: string): Promise<boolean> {
  try {
    return (await client.users.info({ user })).user?.deleted === true;
  } catch (error) {
    if (isPlatformError(error) && error.data.error === 'user_not_found') return true;
    throw error;
  }
}

function isPlatformError(error: unknown): error is Error & { data: { error: string } } {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.PlatformError;
}
