/** The bot scopes that the code needs, each for a reason. manifest.yml is checked against it. */
export const BOT_SCOPES = [
  /** Find a card again after an unknown outcome. */
  'channels:history',
  'groups:history',
  /** Cards, notices, private answers. */
  'chat:write',
  /** `/aism` */
  'commands',
  /** The pictures of `/aism stats` and of reports. */
  'files:write',
  /** Who is in AISM_ANALYSTS and AISM_LEADS. */
  'usergroups:read',
  /** Whether the account of who clicks, or proposed something, still lives. */
  'users:read',
] as const;
