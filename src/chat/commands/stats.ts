import { formatDuration, parseDuration } from '../../decision/duration.ts';
import { countActions } from '../../response/count-actions.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import type { Command } from './command.ts';

const DAY_MS = 24 * 3_600_000;
const LONGEST_MS = 31 * DAY_MS;

/** `/aism stats 7d` */
export const stats: Command = {
  name: 'stats',
  usage: 'stats [24h|7d|30d]',
  about: 'counts alerts, blocks and what people decided',
  may: 'everybody',
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
      `Top addresses: ${top(counted.topAddresses)}`,
      `Top rules: ${top(counted.topRules)}`,
    ].join('\n');
  },
};
