import { z } from 'zod';

/** What a request of Slack says of where it comes from: clicks, forms, commands and events say it in different places. */
const saidSchema = z.object({
  type: z.string().exactOptional(),
  team_id: z.string().nullish(),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string().nullish(), team_id: z.string().nullish() }).nullish(),
  channel: z.object({ id: z.string() }).nullish(),
  container: z.object({ channel_id: z.string().nullish() }).nullish(),
  view: z.unknown().optional(),
});

/**
 * `foreign`: another workspace's, or nobody can tell whose. `elsewhere`: a click on a message that does not stand where AISM
 * works. `team` is undefined while AISM does not know its own workspace: then nothing counts as foreign.
 */
export function whereFrom(
  body: unknown,
  { team, channel }: { team: ReadonlySet<string> | undefined; channel: string },
): 'ours' | 'foreign' | 'elsewhere' {
  const { data: said } = saidSchema.safeParse(body);
  if (!said) return 'foreign';
  const teams = [said.team_id, said.team?.id, said.user?.team_id].filter((id) => typeof id === 'string');
  if (team && (teams.length === 0 || !teams.every((id) => team.has(id)))) return 'foreign';
  const isOnMessage = said.type === 'block_actions' && !said.view;
  return isOnMessage && !isOurPlace(said.channel?.id ?? said.container?.channel_id ?? '', channel)
    ? 'elsewhere'
    : 'ours';
}

/** AISM works in its channel and in direct messages, whose ids begin with D. */
export function isOurPlace(place: string, channel: string): boolean {
  return place === channel || place.startsWith('D');
}
