import { countActions } from '../../response/count-actions.ts';
import type { WouldBlock } from '../../response/judge-automatic.ts';
import { counted, sayByWhom, sayDecided, sayShare, saySpan, sayTrend } from '../../response/report-words.ts';
import type { Tally } from '../../response/tally-actions.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { pictureOf, sayWithPicture } from '../upload-picture.ts';
import type { Command, Shown } from './command.ts';
import { readSpan } from './read-span.ts';

/** How many rules are told of one by one. */
const RULES = 8;

/** `/aism stats 7d` */
export const stats: Command = {
  name: 'stats',
  usage: 'stats [24h|7d|30d]',
  about: 'counts alerts, blocks and what people decided, with a chart',
  examples: ['stats', 'stats 24h'],
  act: 'look',
  async run([word = '7d'], { deps, afterwards }) {
    const span = readSpan(word, stats.usage);
    if ('answer' in span) return span.answer;
    const tally = await countActions(deps, span.ms);
    afterwards((to) => showChart(tally, to));
    const { totals, before } = tally;
    return [
      `*The last ${saySpan(span.ms)}* (in brackets: against the ${saySpan(span.ms)} before)`,
      `Alerts: ${number(totals.alerts)}${sayTrend(totals.alerts, before.alerts)} from ${counted(totals.addresses, 'address', 'addresses')}${sayTrend(totals.addresses, before.addresses)}`,
      `Blocks: ${number(totals.blocks)}${sayTrend(totals.blocks, before.blocks)}${totals.blocks > 0 ? `: ${sayByWhom(totals)}` : ''}`,
      `Undone: ${totals.undone}${sayTrend(totals.undone, before.undone)}, ended by time: ${totals.expired}, ignored: ${totals.ignored}`,
      `Time to decide: ${sayDecided(tally.decided)}`,
      ...sayAutomatic(tally),
      `Top sources: ${top(tally.sources)}`,
      `Top addresses: ${top(tally.addresses)}`,
      `Top rules: ${top(tally.rules)}`,
    ].join('\n');
  },
};

/** Seen by the one who asked alone; a file cannot be, but a message with it can. */
async function showChart(tally: Tally, { client, channel, user }: Shown): Promise<void> {
  const picture = await pictureOf(client, tally);
  if (!picture) return;
  await sayWithPicture(picture, async (image) => {
    if (image.length === 0) throw new Error('Slack took the chart and does not show it');
    await client.chat.postEphemeral({ channel, user, text: picture.alt, blocks: image });
  });
}

/** How right automatic blocking was, and would have been: whether the mode `live` is safe. */
function sayAutomatic({ judged, paused, tripped }: Tally): string[] {
  const { would, rules } = judged;
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
  const stops = [
    ...(paused > 0 ? [`paused ${times(paused)}`] : []),
    ...(tripped > 0 ? [`tripped ${times(tripped)}`] : []),
  ];
  const lines = rules.slice(0, RULES).map(({ rule, automatic, undone, would: own }) => {
    const share =
      automatic > 0 ? `${automatic} automatic, of these ${undone} undone (${sayShare(undone, automatic)})` : '';
    const wished = own.addresses > 0 ? `would have blocked ${own.addresses}: ${sayFates(own)}` : '';
    return `• ${escapeMrkdwn(rule)}: ${[share, wished].filter(Boolean).join('; ')}`;
  });
  const more = rules.length > RULES ? [`• and ${rules.length - RULES} more rules`] : [];
  return [
    ...(stops.length > 0 ? [`Automatic blocking was ${stops.join(' and ')}`] : []),
    ...(would.addresses > 0
      ? [
          `Would have blocked automatically: ${counted(would.addresses, 'address', 'addresses')}; of these people ${sayFates(would)}`,
        ]
      : []),
    ...(lines.length > 0 ? ['Automatic blocking, rule by rule:'] : []),
    ...lines,
    ...more,
  ];
}

function sayFates({ blocked, ignored, undone, undecided }: WouldBlock): string {
  return `blocked ${blocked}, ignored ${ignored}, undid ${undone}, left ${undecided} undecided`;
}

function top(pairs: ReadonlyArray<[string, number]>): string {
  return pairs.map(([name, count]) => `${escapeMrkdwn(name)} (${number(count)})`).join(', ') || 'none';
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
