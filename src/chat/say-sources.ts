import { formatDuration } from '../decision/duration.ts';
import { type Heartbeat, silentSources } from '../ledger/heartbeat.ts';
import { escapeMrkdwn } from './cards/plain.ts';
import { slackDate } from './say-result.ts';

const HOUR_MS = 3_600_000;
/** As their makers write them. */
const NAMES = new Map([['elastalert', 'ElastAlert']]);

/** What was not heard for so long (`silenceMs`) though it sent before; nothing while all are heard. */
export function saySilent(beats: readonly Heartbeat[], now: number, silenceMs: number): string[] {
  return silentSources(beats, now, silenceMs).map(
    ({ source, at }) =>
      `:warning: Nothing from ${nameOf(source)} for ${sayAge(now - at)}: its last alert came ${slackDate(at)}. Is it running, and may it reach AISM?`,
  );
}

/** When each source was heard last, silent or not. */
export function saySources(beats: readonly Heartbeat[], now: number, silenceMs: number): string[] {
  if (beats.length === 0) return ['No alert has ever come. Does ElastAlert post to AISM?'];
  const silent = new Set(silentSources(beats, now, silenceMs));
  const heard = beats.filter((beat) => !silent.has(beat));
  return [
    ...heard.map(({ source, at }) => `The last alert from ${nameOf(source)} came ${sayMoment(at)}`),
    ...saySilent(beats, now, silenceMs),
  ];
}

function nameOf(source: string): string {
  return NAMES.get(source) ?? escapeMrkdwn(source);
}

function sayMoment(ms: number): string {
  const fallback = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(ms / 1000)}^{ago}|${fallback}>`;
}

/** In whole hours where there are some: a silence has no seconds. */
function sayAge(ms: number): string {
  return formatDuration(ms >= HOUR_MS ? Math.floor(ms / HOUR_MS) * HOUR_MS : ms);
}
