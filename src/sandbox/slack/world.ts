/** The fixed people and places of the sandbox's Slack workspace. */

export const TEAM = { id: 'T_SANDBOX', name: 'Sandbox', domain: 'sandbox' };
export const APP_ID = 'A_AISM';
export const BOT = { user: 'U_AISM', bot: 'B_AISM', name: 'aism' };
export const COMMAND = '/aism';
/** Slack's old "verification token": part of each payload, checked by nobody today. */
export const VERIFICATION_TOKEN = 'sandbox-verification-token';

export interface Person {
  id: string;
  name: string;
  real_name: string;
}

export const PEOPLE: readonly Person[] = [
  { id: 'U_ANALYST', name: 'ana', real_name: 'Ana Lyst' },
  { id: 'U_LEAD', name: 'lea', real_name: 'Lea Der' },
  { id: 'U_STRANGER', name: 'stran', real_name: 'Stran Ger' },
];

/** The members of each user group. */
export const USER_GROUPS: ReadonlyMap<string, readonly string[]> = new Map([['S_ONCALL', ['U_ANALYST']]]);

export interface Channel {
  id: string;
  name: string;
  is_archived: boolean;
  /** Whether the bot was a member from the start. */
  joined: boolean;
  /** The person, in a direct message with the bot. */
  user?: string;
}

export const HOME_CHANNEL = 'C_SECURITY';

const CHANNELS: readonly Channel[] = [
  { id: HOME_CHANNEL, name: 'security-alerts', is_archived: false, joined: true },
  { id: 'C_GENERAL', name: 'general', is_archived: false, joined: false },
  { id: 'C_OLD', name: 'old-alerts', is_archived: true, joined: true },
  ...PEOPLE.map((person) => ({
    id: directMessage(person.id),
    name: 'directmessage',
    is_archived: false,
    joined: true,
    user: person.id,
  })),
];

/** The direct-message channel of a person with the bot. */
export function directMessage(user: string): string {
  return user.replace(/^U_/, 'D_');
}

export function personBy(id: string): Person | undefined {
  return PEOPLE.find((person) => person.id === id);
}

export function channelBy(id: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.id === id);
}

/** The channel that chat.postMessage means: by id, by name with or without `#`, or the person to write to. */
export function channelToPostIn(name: string): Channel | undefined {
  const plain = name.replace(/^#/, '');
  const open = CHANNELS.filter((channel) => channel.user === undefined);
  return channelBy(name) ?? channelBy(directMessage(name)) ?? open.find((channel) => channel.name === plain);
}
