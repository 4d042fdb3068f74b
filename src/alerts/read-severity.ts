import { type Severity, severitySchema } from './alert.ts';
import { type Body, ownValue } from './body-fields.ts';

/** The words that people and products use. Numbers are left out: 1 is the worst for some and the least for others. */
const words: Record<Severity, readonly string[]> = {
  low: ['low', 'info', 'informational', 'information', 'notice', 'minor'],
  medium: ['medium', 'moderate', 'middle', 'warn', 'warning'],
  high: ['high', 'error', 'err', 'major', 'severe', 'important'],
  critical: ['critical', 'crit', 'fatal', 'emergency', 'emerg', 'alert', 'disaster'],
};

/** The severity that the rule's author named (`aism_severity`, else `severity`), or undefined. */
export function readSeverity(body: Body): Severity | undefined {
  return severityOf(ownValue(body, 'aism_severity')) ?? severityOf(ownValue(body, 'severity'));
}

function severityOf(value: unknown): Severity | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string') return undefined;
  const word = first.trim().toLowerCase();
  return severitySchema.options.find((severity) => words[severity].includes(word));
}
