import type { Severity } from '../alerts/alert.ts';
import type { Mentions } from '../decision/policy.ts';

/** Whom Slack is to notify, as the begin of a text; nothing where nobody is named for this severity. */
export function mentionOf(mentions: Mentions, severity: Severity): string {
  const id = mentions[severity];
  if (id === undefined) return '';
  return id.startsWith('S') ? `<!subteam^${id}> ` : `<@${id}> `;
}

const RISING: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** The worse of two severities. */
export function worseOf(one: Severity | undefined, other: Severity | undefined): Severity | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return RISING.indexOf(one) > RISING.indexOf(other) ? one : other;
}

/** Those who are to be woken by what is about everything: whoever is woken for the worst. */
export function mentionForAll(mentions: Mentions): string {
  return mentionOf(mentions, mentions.critical === undefined ? 'high' : 'critical');
}
