import { nextReport, REPORT_KINDS } from '../../decision/report-times.ts';
import type { Deps } from '../../response/deps.ts';
import { reportNow } from '../../response/report-now.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { slackDate } from '../say-result.ts';
import type { Command } from './command.ts';
import { readSpan } from './read-span.ts';

/** `/aism report now 24h` */
export const report: Command = {
  name: 'report',
  usage: 'report [now [24h|7d|30d]]',
  about: 'tells when the next report comes to the channel; `now` posts one at once, for analysts and leads',
  examples: ['report', 'report now', 'report now 24h'],
  act: 'look',
  async run([word, span = '7d'], { deps, access, user }) {
    if (word === undefined) return sayNext(deps);
    if (word.toLowerCase() !== 'now')
      return `\`/aism ${report.usage}\`: there is no "${escapeMrkdwn(word.slice(0, 30))}".`;
    if (!(await access.may(user, 'report'))) return access.refusal('report');
    const read = readSpan(span, report.usage);
    if ('answer' in read) return read.answer;
    await reportNow(deps, { by: user, spanMs: read.ms });
    return `The report comes to <#${deps.channel}>.`;
  },
};

function sayNext({ policy, clock }: Deps): string {
  const { reports } = policy;
  const next = REPORT_KINDS.map((kind) => {
    const at = nextReport(reports, kind, clock.now());
    return at === undefined
      ? `No ${kind} report comes by itself.`
      : `The next ${kind} report comes ${slackDate(at)} (${reports[kind]} ${reports.zone}).`;
  });
  return [...next, '`reports` in aism.yml sets that; `/aism report now` posts one at once.'].join('\n');
}
