import { formatDuration, parseDuration } from '../../decision/duration.ts';
import { type Counted, countActions } from '../../response/count-actions.ts';
import type { WouldBlock } from '../../response/judge-automatic.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import type { Command } from './command.ts';

const DAY_MS = 24 * 3_600_000;
const LONGEST_MS = 31 * DAY_MS;
/** How many rules are told of one by one. */
const RULES = 8;

/** `/aism stats 7d` */
export const stats: Command = {
  name: 'stats',
  usage: 'stats [24h|7d|30d]',
  about: 'counts alerts, blocks and what people decided',
  examples: ['stats', 'stats 24h'],
  act: 'look',
  async run([word = '7d'], { deps }) {
    const span = parseDuration(word);
    if (!span.ok) return `${escapeMrkdwn(span.why)}.\n\`/aism ${stats.usage}\``;
    if (span.ms > LONGEST_MS) return 'At most 31d, like `/aism stats 30d`.';
    const counted = await countActions(deps, span.ms);
    const top = (pairs: Array<[string, number]>) =>
      pairs.map(([name, count]) => `${escapeMrkdwn(name)} (${count})`).join(', ') || 'none';
    return [
      `*The last ${formatDuration(span.ms)}*`,
      `Alert groups: ${counted.alerts}, from ${counted.addresses} addresses`,
      `Blocks: ${counted.blocks} (${counted.automatic} automatic, ${counted.byPeople} by people)`,
      `Undone: ${counted.undone}, ended by time: ${counted.expired}, ignored: ${counted.ignored}`,
      ...sayAutomatic(counted),
      `Top addresses: ${top(counted.topAddresses)}`,
      `Top rules: ${top(counted.topRules)}`,
    ].join('\n');
  },
};

/** How right automatic blocking was, and would have been: whether the mode `live` is safe. */
function sayAutomatic({ judged, paused, tripped }: Counted): string[] {
  const { would, rules } = judged;
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
  const stops = [
    ...(paused > 0 ? [`paused ${times(paused)}`] : []),
    ...(tripped > 0 ? [`tripped ${times(tripped)}`] : []),
  ];
  const lines = rules.slice(0, RULES).map(({ rule, automatic, undone, would: own }) => {
    const share =
      automatic > 0 ? `${automatic} automatic, of these ${undone} undone (${percent(undone, automatic)})` : '';
    const wished = own.addresses > 0 ? `would have blocked ${own.addresses}: ${sayFates(own)}` : '';
    return `• ${escapeMrkdwn(rule)}: ${[share, wished].filter(Boolean).join('; ')}`;
  });
  const more = rules.length > RULES ? [`• and ${rules.length - RULES} more rules`] : [];
  return [
    ...(stops.length > 0 ? [`Automatic blocking was ${stops.join(' and ')}`] : []),
    ...(would.addresses > 0
      ? [
          `Would have blocked automatically: ${would.addresses} ${would.addresses === 1 ? 'address' : 'addresses'}; of these people ${sayFates(would)}`,
        ]
      : []),
    ...lines,
    ...more,
  ];
}

function sayFates({ blocked, ignored, undone, undecided }: WouldBlock): string {
  return `blocked ${blocked}, ignored ${ignored}, undid ${undone}, left ${undecided} undecided`;
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}
