import { buffer } from 'node:stream/consumers';
import { alertSources } from '../alerts/alert-sources.ts';
import { formatParsed } from '../alerts/format-parsed.ts';
import { readJsonBody } from '../alerts/read-json-body.ts';
import { systemClock } from '../clock.ts';

/** `aism parse <source> < body.json` */
export async function runParse(source: string, options: { rule?: string }): Promise<void> {
  const parse = alertSources.get(source);
  if (!parse) throw new Error(`"${source}" is no source: write one of ${[...alertSources.keys()].join(', ')}`);
  const json = readJsonBody(await buffer(process.stdin));
  const context = { receivedAt: systemClock.now(), ...(options.rule ? { ruleHeader: options.rule } : {}) };
  const parsed = json.ok ? parse(json.body, context) : { kind: 'rejected' as const, why: json.why };
  process.stdout.write(`${formatParsed(parsed)}\n`);
  if (parsed.kind === 'rejected') process.exitCode = 1;
}
